"""A tagged task waits for a task that works: today's client leaves it the slot."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario
from bot.lab.task_situations import run_tasks, until_tasks_stay

SCENARIO = Scenario(
    name="tag-wait-for-in-order",
    title="A tagged task waits for one that works",
    cause=None,  # it is not the slot that the task waits for
    opening=(
        "Does the flow load-journal hang for ever? A task tagged journal-rows has wait_for=[loaded] "
        "and stays Pending. Prefect 3.8.8"
    ),
    names={"tag": "journal-rows", "flow": "load-journal"},
    twin_of="tag-wait-for-deadlock",
)
NAMES = SCENARIO.names


async def break_it(lab: Lab) -> None:
    """Make it so: what the task waits for holds the only slot and works."""
    await lab.limit(f"tag:{NAMES['tag']}")
    await run_tasks(lab, "in_order", NAMES["flow"], tag=NAMES["tag"], seconds=A_DAY)
    await until_tasks_stay(lab, NAMES["flow"], ["PENDING", "RUNNING", "RUNNING"])


async def is_real(lab: Lab) -> bool:
    """Whether a task that runs has the slot."""
    running = [
        task["id"] for task in await lab.task_runs_of(NAMES["flow"]) if task["state_type"] == "RUNNING"
    ]
    holders = await tag_holders(lab, NAMES["tag"])
    return len(holders) == 1 and holders[0] in running
