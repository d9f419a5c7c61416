"""A Pending run was deleted: its slot is given back at once, and once more when its lease ends."""

from __future__ import annotations

import asyncio

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-run-deleted",
    title="A deleted run's slot was given back twice",
    cause="CL18",
    opening="mine-data/prod has a concurrency limit of 2 but three runs of it are Running",
    twin_of="deployment-run-resumed",
    since="3.4.21",
    slow=True,
    names={"pool": "mine-pool", "deployment": "mine-data/prod"},
)
GRACE = 60


async def break_it(lab: Lab) -> None:
    """Make it so: of two runs the Pending one is deleted; after its lease two more begin."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=2)
    options = {"collision_strategy": "ENQUEUE", "grace_period_seconds": GRACE}
    await lab.rest.patch(f"/deployments/{deployment}", {"concurrency_options": options})
    deleted = await lab.run(deployment, name="mine-deleted")
    await lab.move(deleted, "PENDING")
    await lab.worker(names["pool"], name="mine-worker")
    await lab.until_run(await lab.run(deployment, seconds=A_DAY, name="mine-1"), "Running")
    await lab.rest.delete(f"/flow_runs/{deleted}")

    async def given_back_twice() -> bool:
        return bool((await deployment_limit(lab))["active_slots"] == 0)

    await lab.until(given_back_twice, "the second giving back", GRACE + 90)
    for name in ("mine-2", "mine-3"):
        await lab.until_run(await lab.run(deployment, seconds=A_DAY, name=name), "Running")
    await asyncio.sleep(6)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return len(await live_runs(lab)) == 3 and (await deployment_limit(lab))["active_slots"] == 2


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of runs."""
    used = (await deployment_limit(lab))["active_slots"]
    return used == 3 and len(await live_runs(lab)) == 3
