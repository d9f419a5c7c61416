"""A deployment's limit holds a slot; the view of the tag limits cannot show it."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-limit-in-tag-view",
    title="A deployment's limit is not among the tag limits",
    cause="CL60",
    opening=(
        "I set concurrency_limit=1 on the deployment copy-logs/prod, but prefect concurrency-limit ls "
        "lists nothing while it runs"
    ),
    twin_of="deployment-runs-outside",
    names={"pool": "copy-pool", "deployment": "copy-logs/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one run works and holds its deployment's slot."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="copy-worker")
    await lab.until_run(await lab.run(deployment, seconds=A_DAY, name="copy-run"), "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    tags = await lab.rest.post("/concurrency_limits/filter", {"limit": 200})
    return not tags and (await deployment_limit(lab))["active_slots"] == 1
