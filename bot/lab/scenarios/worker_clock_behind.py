"""Runs are Late because the worker's clock is ten minutes behind."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, left_lying, live_runs, pool_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="worker-clock-behind",
    title="The worker's clock is behind",
    cause="CL82",
    opening="The runs in radar-pool are Late although its worker is online and no limit is set. Why?",
    names={"pool": "radar-pool", "deployment": "track-ships/prod", "worker": "radar-worker"},
    twin_of="worker-limit-full",
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker asks for what was due ten minutes ago, and says so in its own events."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name=names["worker"], behind=600)
    run = await lab.run(deployment, name="track-ships-waiting")
    await left_lying(lab, run)
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    idle = not await live_runs(lab) and pool["concurrency_limit"] is None
    return idle and await lab.has_worker(pool["name"]) and await waiting_states(lab) == LATE
