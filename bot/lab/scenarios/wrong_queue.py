"""Runs wait in a queue that the pool's worker does not poll."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, queue_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="wrong-queue",
    title="The worker polls another queue",
    cause="CL39",
    opening="The worker of ml-pool is online, but my embed/prod runs are Late",
    twin_of="queue-paused",
    names={"pool": "ml-pool", "queue": "high-memory", "deployment": "embed/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker polls the default queue only; the run waits in another."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"])
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], queues=["default"], name="ml-worker")
    run = await lab.run(deployment, name="embed-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    queue = await queue_of(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    late = await waiting_states(lab) == LATE
    return late and queue["last_polled"] is None and await lab.has_worker(SCENARIO.names["pool"])
