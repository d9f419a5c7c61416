"""A queue of better priority is never empty and takes every slot of the pool."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import LATE, live_runs, pool_of, taken, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.slots import carry_out_and_end_one
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="queue-starved",
    title="A better queue takes every slot of the pool",
    cause="CL83",
    opening="Runs in the bulk-mail queue are Late for ever, they never get their turn",
    names={"pool": "mail-pool", "queue": "bulk-mail", "first": "urgent-mail", "deployment": "mail/bulk"},
    twin_of="queue-full",
)


async def break_it(lab: Lab) -> None:
    """Make it so: two urgent runs fill the pool and a third waits; a run of the other queue is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=2)
    await lab.queue(names["pool"], names["first"])
    await lab.rest.patch(f"/work_pools/{names['pool']}/queues/{names['first']}", {"priority": 1})
    await lab.queue(names["pool"], names["queue"])
    urgent = await lab.deployment("mail-urgent/prod", names["pool"], queue=names["first"])
    bulk = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="mail-worker")
    for number in (1, 2):
        await lab.until_run(await lab.run(urgent, seconds=A_DAY, name=f"urgent-{number}"), "Running")
    first = await lab.run(urgent, seconds=A_DAY, name="urgent-waiting")
    run = await lab.run(bulk, name="bulk-waiting")
    for each in (first, run):
        await lab.until_run(each, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    queues = {run["work_queue_name"] for run in await live_runs(lab)}
    full = await taken(lab, pool, "work_pools", "name") == 2 and queues == {SCENARIO.names["first"]}
    return full and await waiting_states(lab) == LATE


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it only keeps a slot for the others, one of the runs must end first."""
    return await carry_out_and_end_one(lab, steps)
