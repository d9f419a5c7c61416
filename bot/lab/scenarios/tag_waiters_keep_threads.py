"""Tasks that wait for a full tag keep all threads of their flow run; a task without a tag gets none."""

from __future__ import annotations

from bot.lab.code_situations import do, end_code, run_again, start
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-waiters-keep-threads",
    title="Tasks that wait for a tag keep all threads",
    cause="CL98",
    opening=(
        "In export-catalog the tasks tagged shop-write take turns, but even a task without a tag "
        "does not start; it has ThreadPoolTaskRunner(max_workers=2)"
    ),
    names={"tag": "shop-write", "flow": "export-catalog"},
    twin_of="tag-side-by-side",
)


async def break_it(lab: Lab) -> None:
    """Make it so: two threads, four tagged tasks for one slot, and one task without a tag."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await start(lab, "starved", names["flow"], f"tag:{names['tag']}")

    async def waiting() -> bool:
        tasks = await lab.task_runs_of(names["flow"])
        return sorted(task["state_type"] for task in tasks) == ["PENDING", "RUNNING"]

    await lab.until(waiting, "a task keeping the last thread")


async def is_real(lab: Lab) -> bool:
    """Whether the task without a tag was submitted and has no task run yet."""
    tasks = await lab.task_runs_of(SCENARIO.names["flow"])
    return {task["name"].partition("-")[0] for task in tasks} == {"write_rows"}


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; it is other code, so end the faulty run first and start the flow again."""
    names = SCENARIO.names
    await end_code(lab, names["flow"], f"tag:{names['tag']}")
    said = await do(lab, steps)
    await run_again(lab, "not_starved", names["flow"], f"tag:{names['tag']}", workers=20)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run went through."""
    return "COMPLETED" in await flow_states(lab, SCENARIO.names["flow"])
