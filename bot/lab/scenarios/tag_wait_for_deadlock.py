"""A flow on Prefect 3.3.7: a tagged task takes the tag's slot before the task that it waits for is done."""

from __future__ import annotations

import asyncio

from bot.lab.code_situations import completed, end_code
from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.releases import installed
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out
from bot.lab.task_situations import run_tasks, until_tasks_stay

SCENARIO = Scenario(
    name="tag-wait-for-deadlock",
    title="Tagged tasks with wait_for wait for each other",
    cause="CL147",
    opening=(
        "The flow load-ledger hangs for ever: a task tagged ledger-rows has wait_for=[loaded] "
        "and stays Pending, and so does another one with that tag. Prefect 3.3.7"
    ),
    names={"tag": "ledger-rows", "flow": "load-ledger"},
    twin_of="tag-side-by-side",
    client="3.3.7",
    slow=True,
    in_words=frozenset({0}),
    untried={2: "it is for those whose server is not looked at"},
)
NAMES = SCENARIO.names
LIMIT = f"tag:{NAMES['tag']}"


async def break_it(lab: Lab) -> None:
    """Make it so: a task has the only slot, and waits for one that calls a task of the same tag."""
    await lab.limit(LIMIT)
    client = await asyncio.to_thread(installed, SCENARIO.client)
    await run_tasks(lab, "in_order", NAMES["flow"], tag=NAMES["tag"], python=client.python)
    await until_tasks_stay(lab, NAMES["flow"], ["PENDING", "PENDING", "RUNNING"])
    tasks = await lab.task_runs_of(NAMES["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether a task that does not run has the slot."""
    holders = await tag_holders(lab, NAMES["tag"])
    return [each for _, each, _ in lab.ledger.made.waiting if each in holders] == holders != []


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Upgrade the client, which is another environment here, and run the flow anew; or allow more tasks."""
    if steps.commands:
        return await carry_out(lab, steps)
    await end_code(lab, NAMES["flow"], LIMIT)
    await run_tasks(lab, "in_order", NAMES["flow"], tag=NAMES["tag"])
    return ["upgraded"]


async def healed(lab: Lab) -> bool:
    """Tell whether the flow run ended."""
    return await completed(lab, NAMES["flow"])
