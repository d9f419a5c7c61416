"""Runs are Late because their pool is paused."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, pool_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="pool-paused",
    title="The work pool is paused",
    cause="CL31",
    opening=(
        "Since this morning no run of the billing-pool starts although the worker is up. Is a limit stuck?"
    ),
    twin_of="late-no-worker",
    names={"pool": "billing-pool", "deployment": "billing/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a pool with a live worker is paused, then a run is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="billing-worker")
    await lab.rest.patch(f"/work_pools/{names['pool']}", {"is_paused": True})
    run = await lab.run(deployment, name="billing-run")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    return pool["is_paused"] and await waiting_states(lab) == LATE
