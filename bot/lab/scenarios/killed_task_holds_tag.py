"""A tagged task's process was killed moments ago; its lease still frees the slot."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.slots import pending_tasks_wait, run_called, run_flows, until_taken, until_tasks

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
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await run_flows(lab, "tag_holds", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running"])
    await until_taken(lab, limit)
    lab.kill_processes()
    if await lab.move(await run_called(lab, names["flow"], "first"), "CRASHED") != "ACCEPT":
        raise LabFailed(f"{SCENARIO.name}: the killed run could not be marked as Crashed")
    await run_flows(lab, "tag_waits", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Pending", "Running"])
    await pending_tasks_wait(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == len(await tag_holders(lab, tag)) == 1
