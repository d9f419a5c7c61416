"""Tasks submit tasks and wait for them: no thread is left for the inner ones."""

from __future__ import annotations

import re

from bot.lab.code_situations import completed, do, end_code
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps
from bot.lab.task_situations import run_tasks, until_tasks_stay

WARNING = (
    "Submitting task 'count_pallet' from within another task on this ThreadPoolTaskRunner while all "
    "2 worker threads are busy. If the parent task blocks on the child's result this will deadlock"
)
SCENARIO = Scenario(
    name="tasks-wait-for-tasks",
    title="Tasks wait for tasks that get no thread",
    cause="CL115",
    opening=(
        "count-pallets hangs for ever, no limit at all. Its log ends with\n"
        f"20:54:09.913 | WARNING | prefect.task_runner.threadpool - {WARNING}, because no worker is free"
    ),
    names={"flow": "count-pallets"},
    twin_of="tasks-wait-for-threads",
    since="3.7.0",  # before it nothing is logged
)
NAMES = SCENARIO.names


async def break_it(lab: Lab) -> None:
    """Make it so: two threads, and two tasks that each submit one and wait for it."""
    await run_tasks(lab, "nested", NAMES["flow"], workers=2)
    await until_tasks_stay(lab, NAMES["flow"], ["RUNNING", "RUNNING"])


async def is_real(lab: Lab) -> bool:
    """Whether its process printed exactly the warning of the opening, and no inner task has begun."""
    tasks = await lab.task_runs_of(NAMES["flow"])
    only_outer = {task["name"].partition("-")[0] for task in tasks} == {"count_shelf"}
    return only_outer and WARNING in lab.log_file.read_text(encoding="utf-8")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the faulty run and do what the fix says; where it is more threads, run the same flow with them."""
    await end_code(lab, NAMES["flow"])
    said = await do(lab, steps)
    if threads := re.search(r"^MAX_WORKERS = (\d+)", steps.snippet or "", re.MULTILINE):
        await run_tasks(lab, "nested", NAMES["flow"], workers=int(threads[1]))
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run went through, of the flow itself or of the code that took its place."""
    return await completed(lab, NAMES["flow"]) or await completed(lab, "nested")
