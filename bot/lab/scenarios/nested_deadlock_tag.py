"""A tagged task waits for a task of the same tag that it called itself."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, end_code
from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="nested-deadlock-tag",
    title="A task waits for its own tag's slot",
    cause="CL37",
    opening=(
        "My flow load-products hangs forever: a task tagged warehouse calls another task tagged "
        "warehouse, no error at all"
    ),
    twin_of="tag-full",
    names={"tag": "warehouse", "flow": "load-products"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: with a limit of one, the outer task holds the slot the inner one wants."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await lab.flows("nested_tag", names["flow"], f"tag:{names['tag']}")

    async def waiting() -> bool:
        tasks = await lab.task_runs_of(names["flow"])
        return sorted(task["state_type"] for task in tasks) == ["PENDING", "RUNNING"]

    await lab.until(waiting, "a second task waiting for the tag")
    tasks = await lab.task_runs_of(names["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tasks = await lab.task_runs_of(SCENARIO.names["flow"])
    running = [task["id"] for task in tasks if task["state_type"] == "RUNNING"]
    holders = await tag_holders(lab, SCENARIO.names["tag"])
    return running == holders and len({task["flow_run_id"] for task in tasks}) == 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it is other code, end the faulty run first."""
    if steps.snippet:
        await end_code(lab, SCENARIO.names["flow"], f"tag:{SCENARIO.names['tag']}")
    return await do(lab, steps)


async def healed(lab: Lab) -> bool:
    """Tell whether the inner task got its slot, here or in the code that took its place."""
    return await lab.all_moved() or await completed(lab, "steps")
