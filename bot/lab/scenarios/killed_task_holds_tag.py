"""A tagged task's process was killed moments ago; its lease still frees the slot."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario
from bot.lab.slots import kill_holder_of_tag, task_waits_for_tag

SCENARIO = Scenario(
    name="killed-task-holds-tag",
    title="A killed task's slot of a tag frees itself",
    cause="CL26",
    opening="The load tagged dwh-write was OOM killed and its slot is still taken, the next task is Pending",
    twin_of="old-client-holds-tag",
    since="3.4.19",
    names={"tag": "dwh-write", "flow": "load-dwh"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL inside of the task, the run marked as a worker does, a task that waits."""
    names = SCENARIO.names
    await kill_holder_of_tag(lab, names["tag"], names["flow"])
    await task_waits_for_tag(lab, names["tag"], names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == len(await tag_holders(lab, tag)) == 1
