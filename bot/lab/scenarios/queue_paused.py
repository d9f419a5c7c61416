"""Runs are Late because their work queue is paused."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, queue_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="queue-paused",
    title="The work queue is paused",
    cause="CL32",
    opening="Runs in our exports queue stay Late, other queues of the same pool are fine",
    names={"pool": "export-pool", "queue": "exports", "deployment": "export-orders/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one queue of a served pool is paused."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"])
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="export-worker")
    await lab.rest.patch(f"/work_pools/{names['pool']}/queues/{names['queue']}", {"is_paused": True})
    run = await lab.run(deployment, name="export-run")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    queue = await queue_of(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    return queue["is_paused"] and await waiting_states(lab) == LATE
