"""A task of Prefect 3.4.8 was killed: its lease of the tag's slot lasts a hundred years."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.releases import installed
from bot.lab.scenario import Scenario
from bot.lab.slots import kill_holder_of_tag, task_waits_for_tag

LONGER_THAN_A_LEASE = 110  # s; a task's lease is 60 s, the server's round 15 s, a busy server takes longer
SCENARIO = Scenario(
    name="old-client-holds-tag",
    title="A killed task of an old client holds the tag's slot for ever",
    cause="CL25",
    opening="The load tagged lake-write was OOM killed long ago, its slot is still taken, tasks stay Pending",
    twin_of="killed-task-holds-tag",
    since="3.4.19",
    client="3.4.8",
    untried={3: "it is for servers before 3.4.19, where the tag's limit has no counter"},
    slow=True,
    names={"tag": "lake-write", "flow": "load-lake"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a task of the old client is killed, its run marked as Crashed, and no lease ends."""
    names = SCENARIO.names
    client = await asyncio.to_thread(installed, SCENARIO.client)
    await kill_holder_of_tag(lab, names["tag"], names["flow"], client=client, seconds=120)
    await asyncio.sleep(LONGER_THAN_A_LEASE)
    await task_waits_for_tag(lab, names["tag"], names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == len(await tag_holders(lab, tag)) == 1
