"""Runs are Late because the pool is full; the larger limit of their queue never counts."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import pool_is_full, queue_of
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="pool-full-queue-above",
    title="A queue's limit above its pool's never counts",
    cause="CL10",
    opening="The wide queue may run 5 at a time but works only one run, everything else in it is Late",
    names={"pool": "narrow-pool", "queue": "wide", "deployment": "resize/prod", "holder": "resize-holder"},
    twin_of="queue-full",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the pool has one slot and a long run takes it; its queue may run five."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    await lab.queue(names["pool"], names["queue"], limit=5)
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="narrow-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="resize-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    queue = await queue_of(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    return queue["concurrency_limit"] == 5 and await pool_is_full(lab, SCENARIO.names["pool"])
