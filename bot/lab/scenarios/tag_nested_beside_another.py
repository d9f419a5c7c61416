"""A tagged task waits for a task of the same tag that it called, until an unrelated task ends."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-nested-beside-another",
    title="A task's own call waits for another task's slot",
    cause="CL13",
    opening=(
        "My flow load-invoices: a task tagged ledger-db calls another task tagged ledger-db, "
        "and that one stays Pending. Why?"
    ),
    names={"tag": "ledger-db", "flow": "load-invoices"},
    twin_of="nested-deadlock-tag",
)


async def break_it(lab: Lab) -> None:
    """Make it so: of two slots the outer task holds one and a task of another run the other."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}", slots=2)
    await lab.flows("nested_tag_beside", names["flow"], f"tag:{names['tag']}")

    async def waiting() -> bool:
        tasks = await lab.task_runs_of(names["flow"])
        return sorted(task["state_type"] for task in tasks) == ["PENDING", "RUNNING", "RUNNING"]

    await lab.until(waiting, "a third task waiting for the tag")
    tasks = await lab.task_runs_of(names["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether two live tasks hold the slots and the one that was called waits."""
    tag = SCENARIO.names["tag"]
    return await waiting_states(lab) == {"Pending"} and len(await tag_holders(lab, tag)) == 2
