"""Runs are Late because live runs fill the pool's limit."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import pool_is_full
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="pool-full",
    title="The work pool's limit is full",
    cause="CL10",
    opening="I have 3 runs in etl-pool but only one is running, the others are Late. Why?",
    names={"pool": "etl-pool", "deployment": "nightly/prod", "holder": "nightly-holder"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one long run takes the pool's only slot, two more are due."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="etl-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    runs = [await lab.run(deployment, name=f"nightly-waiting-{number}") for number in (1, 2)]
    for run in runs:
        await lab.until_run(run, "Late")
    await lab.waits(*runs)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await pool_is_full(lab, SCENARIO.names["pool"])
