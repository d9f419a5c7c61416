"""Runs are Late because their queue's limit is zero."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, queue_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="queue-limit-zero",
    title="The queue's limit is zero",
    cause="CL87",
    opening="Nobody can start anything in the backfill queue, somebody changed its limit",
    names={"pool": "history-pool", "queue": "backfill", "deployment": "rebuild/prod"},
    twin_of="limit-zero",
)


async def break_it(lab: Lab) -> None:
    """Make it so: a polled queue's limit is set to zero, then a run is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"], limit=0)
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="history-worker")
    run = await lab.run(deployment, name="rebuild-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    queue = await queue_of(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    return queue["concurrency_limit"] == 0 and await waiting_states(lab) == LATE
