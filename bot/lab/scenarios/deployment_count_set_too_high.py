"""Somebody set the count of a deployment's limit by hand, and no run holds that slot."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-count-set-too-high",
    title="The count of a deployment's limit was set too high by hand",
    cause="CL21",
    opening="invoice/prod has nothing running but new runs stay AwaitingConcurrencySlot for ever",
    twin_of="deployment-leak",
    since="3.7.4",
    names={"pool": "invoice-pool", "deployment": "invoice/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the count is set to two, then to one, while nothing runs; the next run waits for ever."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    for slots in (2, 1):
        await lab.rest.patch(f"/v2/concurrency_limits/deployment:{deployment}", {"active_slots": slots})
    await lab.worker(names["pool"], name="invoice-worker")
    run = await lab.run(deployment, name="invoice-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    return limit["active_slots"] == 1 and not await live_runs(lab)
