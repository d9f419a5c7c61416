"""A run whose machine was lost is still Running and holds the queue's slot."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import only_running_is, queue_is_full
from bot.lab.scenario import Scenario
from bot.lab.situations import lose_a_worker_with_its_run

SCENARIO = Scenario(
    name="dead-run-holds-queue",
    title="A dead run holds the queue's slot (shows after a minute of silence)",
    cause="CL68",
    opening="Since a node was evicted the nightly-gpu queue counts a run that is gone, the rest is Late",
    silent=True,
    twin_of="queue-full",
    names={
        "pool": "gpu-pool",
        "queue": "nightly-gpu",
        "deployment": "embed-texts/prod",
        "holder": "embed-lost",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker is killed with its run, and another takes its place; the next run is Late."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lose_a_worker_with_its_run(lab, names["pool"], deployment, names["holder"])
    run = await lab.run(deployment, seconds=A_DAY, name="embed-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    full = await queue_is_full(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    return full and await only_running_is(lab, SCENARIO.names["holder"])
