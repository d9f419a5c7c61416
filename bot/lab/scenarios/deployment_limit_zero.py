"""A deployment's limit was set to zero as a global limit, so the server sends every run back."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, deployment_limit, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-limit-zero",
    title="A deployment's limit is zero",
    cause="CL33",
    opening="I set the concurrency limit of rank-ads/prod to 0 to pause it for a while, its runs stay Late",
    names={"pool": "ads-pool", "deployment": "rank-ads/prod"},
    twin_of="deployment-limit-disabled",
    untried={0: "it is for those without a connection"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is zero; a worker takes the run and the server aborts its submission."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.rest.patch(f"/v2/concurrency_limits/deployment:{deployment}", {"limit": 0})
    await lab.worker(names["pool"], name="ads-worker")
    run = await lab.run(deployment, name="rank-ads-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    polled = await lab.has_worker(SCENARIO.names["pool"])
    return polled and limit["limit"] == 0 and await waiting_states(lab) == LATE
