"""A flow that takes a limit twice ran well alone; two runs of it at once wait for each other."""

from __future__ import annotations

from bot.lab.code_situations import run_again, start, until_held
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-nested-twice",
    title="Two runs that take a global limit twice",
    cause="CL69",
    opening="Flow merge-sales hangs at concurrency('sales-lock') since two runs of it start at once",
    answers={"takes_inside": "same"},
    names={"limit": "sales-lock", "flow": "merge-sales"},
    twin_of="global-full",
    untried={1: "global-nested tries it"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: with two slots one run goes through, and two runs hold one slot each for ever."""
    names = SCENARIO.names
    await lab.limit(names["limit"], 2)
    await run_again(lab, "nested", names["flow"], names["limit"])
    await start(lab, "nested_twice", names["flow"], names["limit"])
    await until_held(lab, names["limit"], 2)


async def is_real(lab: Lab) -> bool:
    """Whether two runs hold a slot each and neither comes to an end."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["COMPLETED", "RUNNING", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 2


async def healed(lab: Lab) -> bool:
    """Tell whether both runs came to an end."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["COMPLETED"] * 3 and await lab.used(SCENARIO.names["limit"]) == 0
