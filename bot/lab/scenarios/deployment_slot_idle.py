"""A deployment's slot came free, and the waiting run asks for it only when its 30 s are over."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, deployment_limit, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-slot-idle",
    title="A free slot waits for the run that asks again",
    cause="CL85",
    opening="Runs of print-labels/prod sit in AwaitingConcurrencySlot although its slot is free. Why?",
    names={"pool": "labels-pool", "deployment": "print-labels/prod"},
    twin_of="deployment-full",
    server={"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "60"},
    slow=True,
    untried={0: "it is for leases that survive a restart; this server has them in memory"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a run is sent back, and only then the holder ends."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="labels-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name="labels-first")
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="labels-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)
    await lab.move(holder, "CANCELLING")
    await lab.until_run(holder, "Cancelled")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    run = await lab.rest.get(f"/flow_runs/{lab.ledger.made.waiting[0][1]}")
    later = datetime.fromisoformat(run["next_scheduled_start_time"]) > datetime.now(UTC)
    free = (await deployment_limit(lab))["active_slots"] == 0
    return free and later and await waiting_states(lab) == AWAITING
