"""A run paused inside of `concurrency()` keeps its slot, as Prefect means it."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.slots import remember_waiting, run_flows, until_runs

SCENARIO = Scenario(
    name="pause-holds-global",
    title="A paused run keeps its global slot",
    cause="CL29",
    opening="Nothing seems to run, yet the approvals limit shows 1 active slot and the next run waits",
    twin_of="global-count-set-too-high",
    untried={0: "tag-held-through-retry tries it: here no task waits for its retry"},
    names={"limit": "approvals", "flow": "approve-orders"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the first run is Paused inside of the limit, the second waits for it."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await run_flows(lab, "pause_and_wait", names["flow"], names["limit"])
    await until_runs(lab, names["flow"], ["Paused", "Running"])
    await remember_waiting(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["PAUSED", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1
