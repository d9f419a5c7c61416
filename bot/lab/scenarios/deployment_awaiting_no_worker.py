"""A run awaits its deployment's slot, which is free, but no worker is left to ask for it."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, deployment_limit, left_lying, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-awaiting-no-worker",
    title="A run awaits a free slot and no worker polls",
    cause="CL30",
    opening="Runs of fold-protein/prod sit in AwaitingConcurrencySlot for ages although its slot is free",
    names={"pool": "protein-pool", "deployment": "fold-protein/prod"},
    twin_of="deployment-slot-idle",
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: a run is sent back, then its worker is killed and the holder ends."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="protein-worker", heartbeat=1)
    holder = await lab.run(deployment, seconds=A_DAY, name="protein-first")
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="protein-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)
    lab.kill_processes()
    await lab.move(holder, "CANCELLED")

    async def alone() -> bool:
        return not await lab.has_worker(names["pool"])

    await lab.until(alone, "the worker going offline")
    await left_lying(lab, run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    free = (await deployment_limit(lab))["active_slots"] == 0
    alone = not await lab.has_worker(SCENARIO.names["pool"])
    return free and alone and await waiting_states(lab) == AWAITING
