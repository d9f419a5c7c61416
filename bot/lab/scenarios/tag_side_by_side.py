"""Two tasks of one flow run stand side by side: the second waits until the first ends."""

from __future__ import annotations

from bot.lab.code_situations import start
from bot.lab.lab import Lab
from bot.lab.looks import tag_holders, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-side-by-side",
    title="Two tasks of one run share a tag",
    cause="CL13",
    opening=(
        "My flow load-suppliers hangs: a task tagged supplier-write waits for another task tagged "
        "supplier-write, no error at all"
    ),
    names={"tag": "supplier-write", "flow": "load-suppliers"},
    twin_of="nested-deadlock-tag",
)


async def break_it(lab: Lab) -> None:
    """Make it so: one flow run submits two tagged tasks, and the tag has one slot."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await start(lab, "only_tagged", names["flow"], f"tag:{names['tag']}", count=2, workers=4)

    async def waiting() -> bool:
        tasks = await lab.task_runs_of(names["flow"])
        return sorted(task["state_type"] for task in tasks) == ["PENDING", "RUNNING"]

    await lab.until(waiting, "a second task waiting for the tag")
    tasks = await lab.task_runs_of(names["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether a live task holds the only slot and its sibling waits."""
    tag = SCENARIO.names["tag"]
    return await waiting_states(lab) == {"Pending"} and len(await tag_holders(lab, tag)) == 1
