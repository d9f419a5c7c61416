"""CANCEL_NEW leaves a run that no worker takes Late, on servers before 3.6.22."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import LATE, live_runs, pool_is_full, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="cancel-new-left-late",
    title="CANCEL_NEW leaves late runs alone on an old server",
    cause="CL148",
    opening="The strategy of sync-ledger/prod is CANCEL_NEW, but the run over its limit stays Late. Why?",
    names={"pool": "ledger-pool", "deployment": "sync-ledger/prod", "holder": "ledger-holder"},
    twin_of="deployment-cancel-late",
    until="3.6.22",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the pool is full, so no worker takes the next run of a deployment that is full too."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.rest.patch(
        f"/deployments/{deployment}", {"concurrency_options": {"collision_strategy": "CANCEL_NEW"}}
    )
    await lab.worker(names["pool"], name="ledger-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="ledger-late")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    full = await pool_is_full(lab, SCENARIO.names["pool"])
    return full and await waiting_states(lab) == LATE and len(await live_runs(lab)) == 1
