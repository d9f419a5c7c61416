"""Two queues of better priority share every slot of the pool between them."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import LATE, live_runs, pool_of, taken, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.slots import carry_out_and_end_one
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="queue-starved-by-two",
    title="Two better queues take every slot of the pool",
    cause="CL83",
    opening="The archive queue never gets a turn, its runs stay Late for ever while the other queues run",
    names={"pool": "film-pool", "queue": "archive", "deployment": "films/archive"},
    twin_of="queue-full",
)
BETTER = {"express": 2, "standard": 1}  # queues, and how many runs of each fill the pool


async def break_it(lab: Lab) -> None:
    """Make it so: the runs of two queues fill the pool and one more waits; a run of the third is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=sum(BETTER.values()))
    deployments = {}
    for priority, name in enumerate(BETTER, start=1):
        await lab.queue(names["pool"], name)
        await lab.rest.patch(f"/work_pools/{names['pool']}/queues/{name}", {"priority": priority})
        deployments[name] = await lab.deployment(f"films-{name}/prod", names["pool"], queue=name)
    await lab.queue(names["pool"], names["queue"])
    archive = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="film-worker")
    for name, runs in BETTER.items():
        for number in range(runs):
            run = await lab.run(deployments[name], seconds=A_DAY, name=f"{name}-{number}")
            await lab.until_run(run, "Running")
    first = await lab.run(deployments["express"], seconds=A_DAY, name="express-waiting")
    run = await lab.run(archive, name="archive-waiting")
    for each in (first, run):
        await lab.until_run(each, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    queues = {run["work_queue_name"] for run in await live_runs(lab)}
    full = await taken(lab, pool, "work_pools", "name") == sum(BETTER.values()) and queues == {*BETTER}
    return full and await waiting_states(lab) == LATE


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it only keeps a slot for the others, one of the runs must end first."""
    return await carry_out_and_end_one(lab, steps)
