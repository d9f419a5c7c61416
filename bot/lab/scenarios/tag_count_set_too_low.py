"""Somebody set a tag limit's count to zero while a task held it, and another began."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_taken, until_tasks

SCENARIO = Scenario(
    name="tag-count-set-too-low",
    title="A tag limit's count was set too low by hand",
    cause="CL19",
    opening="The tag limit crm-write is 1 but two tasks with it run at the same time",
    twin_of="tag-on-flow",
    since="3.4.19",
    names={"tag": "crm-write", "flow": "write-crm"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the count is set to zero under a holder, and a second task begins."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await run_flows(lab, "tag_holds", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running"])
    await until_taken(lab, limit)
    await lab.rest.patch(f"/v2/concurrency_limits/{limit}", {"active_slots": 0})
    await run_flows(lab, "tag_holds", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running", "Running"])
    await until_taken(lab, limit)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == 1 and len(await tag_holders(lab, tag)) == 2


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of holders."""
    return await lab.used(f"tag:{SCENARIO.names['tag']}") == 2
