"""A tag with a limit stands on the flow: its tasks do not bear it."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, tasks_tagged, until_tasks
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-on-flow",
    title="The tag stands on the flow run, not on its tasks",
    cause="CL50",
    opening="My tag limit pay-api is 1 but two tasks of pay-bills run at the same time",
    twin_of="tag-from-context",
    since="3.4.19",
    names={"tag": "pay-api", "pool": "pay-pool", "deployment": "pay-bills/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a deployment's run bears the tag; two tasks of it work and bear none."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.rest.patch(f"/deployments/{deployment}", {"tags": [names["tag"]]})
    await lab.run(deployment, name="pay-waiting")
    await run_flows(lab, "untagged", "pay-bills", limit)
    await until_tasks(lab, "pay-bills", ["Running", "Running"])
    await lab.worker(names["pool"], name="pay-worker")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == 0 and not await tasks_tagged(lab, tag)


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code without the tag, and run the reply's code in its place."""
    lab.kill_processes()
    await lab.worker(SCENARIO.names["pool"], name="pay-worker-2")
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether tasks bear the tag."""
    return bool(await tasks_tagged(lab, SCENARIO.names["tag"]))
