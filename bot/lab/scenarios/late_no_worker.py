"""Runs are Late because no worker polls their pool."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="late-no-worker",
    title="No worker polls the pool",
    cause="CL30",
    opening=(
        "My nightly-report/prod deployment runs are all Late and nothing starts, is that a concurrency limit?"
    ),
    names={"pool": "reports-pool", "deployment": "nightly-report/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs are due in a pool that no worker serves."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    runs = [await lab.run(deployment, name=f"report-{number}") for number in (1, 2)]
    for run in runs:
        await lab.until_run(run, "Late")
    await lab.waits(*runs)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    late = await waiting_states(lab) == LATE
    return late and not await lab.has_worker(SCENARIO.names["pool"])
