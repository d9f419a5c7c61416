"""A tag given with `with tags(...)` around the flow does reach its tasks: one runs, one waits."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.slots import pending_tasks_wait, run_flows, until_tasks

SCENARIO = Scenario(
    name="tag-from-context",
    title="A tag around the flow's call reaches its tasks",
    cause="CL13",
    opening="My tag limit bill-api is 1, the tag is set around the flow, and the second task stays Pending",
    twin_of="tag-on-flow",
    untried={1: "tag-full tries it"},
    since="3.4.19",
    names={"tag": "bill-api", "flow": "send-bills"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two tasks that bear the tag by its context; one runs, one waits."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await run_flows(lab, "tag_from_context", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Pending", "Running"])
    await pending_tasks_wait(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    return await lab.used(f"tag:{SCENARIO.names['tag']}") == 1
