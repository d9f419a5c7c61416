"""Runs are Late because the pool's limit is zero."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, pool_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="limit-zero",
    title="The pool's limit is zero",
    cause="CL63",
    opening="Nobody can start anything in sandbox-pool, somebody changed its limit",
    names={"pool": "sandbox-pool", "deployment": "experiment/dev"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a served pool's limit is set to zero, then a run is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="sandbox-worker")
    await lab.rest.patch(f"/work_pools/{names['pool']}", {"concurrency_limit": 0})
    run = await lab.run(deployment, name="experiment-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    return pool["concurrency_limit"] == 0 and await waiting_states(lab) == LATE
