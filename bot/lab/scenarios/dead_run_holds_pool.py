"""A run whose worker was killed is still Running and holds the pool's slot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lab.lab import A_DAY, Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="dead-run-holds-pool",
    title="A dead run holds the pool's slot",
    cause="CL23",
    opening=(
        "The machine died last night. Its old run still shows Running and nothing new starts in train-pool"
    ),
    names={"pool": "train-pool", "deployment": "train-model/prod", "holder": "train-lost"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker is killed with its run; the run stays Running, the next one is Late."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="train-worker", heartbeat=1)
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    lab.kill_processes()

    async def offline() -> bool:
        return not await lab.has_worker(names["pool"])

    await lab.until(offline, "the killed worker going offline")
    run = await lab.run(deployment, name="train-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def heal(lab: Lab, commands: Sequence[str]) -> None:
    """Run the commands; the machine's replacement comes up with its worker, as it would in life."""
    for command in commands:
        await lab.run_command(command)
    if not await lab.has_worker(SCENARIO.names["pool"]):
        await lab.worker(SCENARIO.names["pool"], name="train-worker-2")
