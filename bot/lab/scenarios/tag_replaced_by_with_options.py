"""`with_options(tags=...)` took the limited tag off the task: two run at once."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, tasks_tagged, until_tasks
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-replaced-by-with-options",
    title="with_options() took the limited tag away",
    cause="CL58",
    opening=(
        "The tag limit mail-api is 1 but two tasks run at once. "
        "I call them with write.with_options(tags=['night']).submit()"
    ),
    twin_of="tag-never-on-task",
    since="3.4.19",
    names={"tag": "mail-api", "flow": "send-mails"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs of a tagged task whose tags were replaced work at once."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await run_flows(lab, "retagged", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running", "Running"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == 0 and not await tasks_tagged(lab, tag)


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code that loses the tag, and run the reply's code in its place."""
    lab.kill_processes()
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether tasks bear the tag."""
    return bool(await tasks_tagged(lab, SCENARIO.names["tag"]))
