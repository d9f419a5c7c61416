"""A run whose machine was lost is still Running and holds the pool's slot."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import only_running_is, pool_is_full
from bot.lab.scenario import Scenario
from bot.lab.situations import lose_a_worker_with_its_run

SCENARIO = Scenario(
    name="dead-run-holds-pool",
    title="A dead run holds the pool's slot (shows after a minute of silence)",
    cause="CL23",
    opening="The machine died and was replaced. Its old run is still Running, nothing starts in train-pool",
    silent=True,
    names={"pool": "train-pool", "deployment": "train-model/prod", "holder": "train-lost"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker is killed with its run, and another takes its place; the next run is Late."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lose_a_worker_with_its_run(lab, names["pool"], deployment, names["holder"])
    run = await lab.run(deployment, seconds=A_DAY, name="train-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await only_running_is(lab, SCENARIO.names["holder"]) and await pool_is_full(
        lab, SCENARIO.names["pool"]
    )
