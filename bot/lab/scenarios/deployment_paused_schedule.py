"""A deployment and its schedule were paused, so that no runs are planned.

That runs are planned again once both are resumed cannot be seen here: with the SQLAlchemy 2.1 of the lab the
server's scheduler ends in an error (InvalidRequestError), so what shows the healing are the two switches.
"""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-paused-schedule",
    title="A paused deployment makes no runs",
    cause="CL116",
    opening="Why does load-prices/daily not run any more? Its schedule is every day",
    names={"pool": "prices-pool", "deployment": "load-prices/daily"},
    twin_of="deployment-paused",
)
DAILY = {"interval": 86_400}


async def break_it(lab: Lab) -> None:
    """Make it so: a schedule is switched off, and the deployment is paused as well; a worker is up."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="prices-worker")
    await lab.rest.post(f"/deployments/{deployment}/schedules", [{"schedule": DAILY, "active": False}])
    await lab.rest.post(f"/deployments/{deployment}/pause_deployment", {})


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it: both switches are off and nothing of it runs."""
    return await _switches(lab) == {False} and not await live_runs(lab)


async def healed(lab: Lab) -> bool:
    """Tell whether both switches are on."""
    return await _switches(lab) == {True}


async def _switches(lab: Lab) -> set[bool]:
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    return {not deployment["paused"], *(schedule["active"] for schedule in deployment["schedules"])}
