"""Two runs were going when the deployment got its limit, which does not count them."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-limit-added-late",
    title="A limit that was made while runs were going",
    cause="CL103",
    opening="I gave sync-users/prod a concurrency limit of 1 but two runs of it are Running",
    twin_of="deployment-run-forced",
    since="3.4.11",
    names={"pool": "user-pool", "deployment": "sync-users/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs work, then the limit is made."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="user-worker")
    for name in ("user-first", "user-second"):
        await lab.until_run(await lab.run(deployment, seconds=A_DAY, name=name), "Running")
    await lab.rest.patch(f"/deployments/{deployment}", {"concurrency_limit": 1})
    lab.expect_limit(f"deployment:{deployment}")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return len(await live_runs(lab)) == 2 and (await deployment_limit(lab))["active_slots"] == 0


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of runs."""
    used = (await deployment_limit(lab))["active_slots"]
    return used == 2 and len(await live_runs(lab)) == 2
