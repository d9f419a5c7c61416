"""A task is Pending because a live task run holds the tag's only slot."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-full",
    title="The tag's limit is full",
    cause="CL13",
    opening="My tasks tagged db-write hang in Pending and the logs say nothing",
    names={"tag": "db-write", "flow": "load-warehouse"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a flow's first tagged task sleeps, its second waits."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await lab.flows("tag_full", names["flow"], f"tag:{names['tag']}")

    async def waiting() -> bool:
        tasks = await lab.task_runs_of(names["flow"])
        return sorted(task["state_type"] for task in tasks) == ["PENDING", "RUNNING"]

    await lab.until(waiting, "a second task waiting for the tag")
    tasks = await lab.task_runs_of(names["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    pending = await waiting_states(lab) == {"Pending"}
    return pending and await lab.used(f"tag:{tag}") == len(await tag_holders(lab, tag)) == 1
