"""A deployment is paused, and a run that was started by hand runs all the same."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-paused",
    title="A paused deployment runs what is started by hand",
    cause="CL88",
    opening="I paused the deployment refresh-maps/prod and a run of it started all the same, why?",
    names={"pool": "maps-pool", "deployment": "refresh-maps/prod", "holder": "maps-by-hand"},
    twin_of="queue-paused",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the deployment is paused first, then a run of it is started by hand."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.rest.post(f"/deployments/{deployment}/pause_deployment", {})
    await lab.worker(names["pool"], name="maps-worker")
    run = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(run, "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    return bool(deployment["paused"]) and len(await live_runs(lab)) == 1
