"""A flow takes a global limit again inside its own block and waits for itself."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, end_code, run_again, start, until_held
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-nested",
    title="A run waits for its own global slot",
    cause="CL69",
    opening="My flow close-period hangs at concurrency('period-lock') for ever, no error and no log line",
    answers={"takes_inside": "same"},
    names={"limit": "period-lock", "flow": "close-period"},
    twin_of="global-alone",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the flow holds the only slot and calls a task that takes it again."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "nested", names["flow"], names["limit"])
    await until_held(lab, names["limit"])

    async def inside() -> bool:
        return [task["state_type"] for task in await lab.task_runs_of(names["flow"])] == ["RUNNING"]

    await lab.until(inside, "the inner task waiting")


async def is_real(lab: Lab) -> bool:
    """Whether the only run holds the only slot and its inner task does not come to an end."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it is other code, end the faulty run first and start the flow again."""
    names = SCENARIO.names
    if steps.snippet:
        await end_code(lab, names["flow"], names["limit"])
    said = await do(lab, steps)
    if steps.snippet:
        await run_again(lab, "asks_for_many", names["flow"], names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got through both blocks."""
    return await completed(lab, SCENARIO.names["flow"]) and await lab.used(SCENARIO.names["limit"]) == 0
