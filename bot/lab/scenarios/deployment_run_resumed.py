"""A run was paused, another took its slot, and the first was resumed beside it."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-run-resumed",
    title="A resumed run goes on without a slot",
    cause="CL101",
    opening="audit-books/prod has a concurrency limit of 1 but two runs of it are Running",
    twin_of="deployment-run-forced",
    since="3.4.11",
    names={"pool": "audit-pool", "deployment": "audit-books/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the first run is paused, the second begins, the first is resumed."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="audit-worker")
    first = await lab.run(deployment, seconds=A_DAY, name="audit-first")
    await lab.until_run(first, "Running")
    await lab.move(first, "PAUSED")
    second = await lab.run(deployment, seconds=A_DAY, name="audit-second")
    await lab.until_run(second, "Running")
    await lab.rest.post(f"/flow_runs/{first}/resume", {})
    await lab.until_run(first, "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    running = [run for run in await live_runs(lab) if run["state_type"] == "RUNNING"]
    return len(running) == 2 and (await deployment_limit(lab))["active_slots"] == 1


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of runs."""
    used = (await deployment_limit(lab))["active_slots"]
    return used == 2 and len(await live_runs(lab)) == 2
