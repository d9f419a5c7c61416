"""A tag limit whose tag no task bears: two tasks work at once."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, tasks_tagged, until_old, until_tasks
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-never-on-task",
    title="No task bears the limit's tag",
    cause="CL16",
    opening="I made a concurrency limit of 1 for the tag geo-api but two tasks run at the same time",
    twin_of="tag-on-flow",
    untried={0: "limit-never-entered tries it: here a tag is meant"},
    since="3.4.19",
    names={"tag": "geo-api", "flow": "call-geo"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two tasks work, and neither bears the tag."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await run_flows(lab, "untagged", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running", "Running"])
    await until_old(lab, limit)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == 0 and not await tasks_tagged(lab, tag)


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code without the tag, and run the reply's code in its place."""
    lab.kill_processes()
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether tasks bear the tag."""
    return bool(await tasks_tagged(lab, SCENARIO.names["tag"]))
