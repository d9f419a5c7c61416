"""Somebody set a global limit's count to zero while a run held it, and another went in."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_acquired, until_runs, until_taken

SCENARIO = Scenario(
    name="global-count-set-too-low",
    title="A global limit's count was set too low by hand",
    cause="CL19",
    opening="The global limit stock-db is 1 but two runs are inside of it at the same time",
    twin_of="limit-inactive",
    since="3.7.4",
    names={"limit": "stock-db", "flow": "count-stock"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the count is set to zero under a holder, and a second run goes in."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await run_flows(lab, "holds", names["flow"], names["limit"])
    await until_taken(lab, names["limit"])
    await until_acquired(lab, names["limit"])
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"active_slots": 0})
    await run_flows(lab, "enters", names["flow"], names["limit"])
    await until_runs(lab, names["flow"], ["Running", "Running"])
    await until_taken(lab, names["limit"])
    await until_acquired(lab, names["limit"], 2)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    both = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING", "RUNNING"]
    return both and await lab.used(SCENARIO.names["limit"]) == 1


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of holders."""
    return await lab.used(SCENARIO.names["limit"]) == 2
