"""The deployment's count stayed at one although none of its runs is alive."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-leak",
    title="A deployment's limit was off while its slot was given back",
    cause="CL28",
    opening="forecast/prod has nothing running but new runs stay AwaitingConcurrencySlot for hours",
    since="3.7.4",
    names={"pool": "forecast-pool", "deployment": "forecast/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is off while holder and lease go, then on again; the next run waits."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    limit = f"/v2/concurrency_limits/deployment:{deployment}"
    holder = await lab.run(deployment, seconds=A_DAY, name="forecast-lost")
    await lab.move(holder, "PENDING")
    await lab.move(holder, "RUNNING")
    state = (await lab.rest.get(f"/flow_runs/{holder}"))["state"]["state_details"]
    await lab.rest.patch(limit, {"active": False})
    await lab.rest.delete(f"/flow_runs/{holder}")
    lease = {"lease_id": state["deployment_concurrency_lease_id"]}
    await lab.rest.post("/v2/concurrency_limits/decrement-with-lease", lease)
    await lab.rest.patch(limit, {"active": True})
    await lab.worker(names["pool"], name="forecast-worker")
    run = await lab.run(deployment, name="forecast-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    return limit["active_slots"] == 1 and not await live_runs(lab)
