"""A global limit that no code asks for: two runs work at once."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states, limit_of
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, until_old, until_runs, was_acquired
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="limit-never-entered",
    title="No code takes a slot of the limit",
    cause="CL16",
    opening="I made a global concurrency limit bank-export of 1 but two runs go at the same time",
    twin_of="limit-inactive",
    untried={1: "tag-never-on-task tries it: here no tag is involved"},
    names={"limit": "bank-export", "flow": "export-bank"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs work, and neither asks for the limit."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await run_flows(lab, "never_takes", names["flow"], names["limit"])
    await until_runs(lab, names["flow"], ["Running", "Running"])
    await until_old(lab, names["limit"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    both = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING", "RUNNING"]
    return both and limit["active"] and limit["active_slots"] == 0


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code that does not ask, and run the reply's code in its place."""
    lab.kill_processes()
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether a slot was taken."""
    return await was_acquired(lab, SCENARIO.names["limit"])
