"""Runs are Late because live runs fill the queue's limit."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import queue_is_full
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="queue-full",
    title="The work queue's limit is full",
    cause="CL11",
    opening="The priority queue only works one run at a time, everything else in it is Late",
    names={
        "pool": "ingest-pool",
        "queue": "priority",
        "deployment": "ingest/prod",
        "holder": "ingest-holder",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: one long run takes the queue's only slot, another is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="ingest-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="ingest-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await queue_is_full(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
