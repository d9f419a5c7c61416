"""Runs are Late because the pool's only worker runs as many as its own --limit allows."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import LATE, left_lying, live_runs, pool_of, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="worker-limit-full",
    title="The worker's own limit is full",
    cause="CL56",
    opening="I have 3 runs in parse-pool but only one is running, the others are Late. No limit is set. Why?",
    names={"pool": "parse-pool", "deployment": "parse-mail/prod", "holder": "parse-holder"},
    twin_of="pool-full",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker's one place is taken by a long run, two more are due."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="parse-worker", limit=1)
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    runs = [await lab.run(deployment, name=f"parse-waiting-{number}") for number in (1, 2)]
    await left_lying(lab, *runs)
    await lab.waits(*runs)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    unlimited = pool["concurrency_limit"] is None and await lab.has_worker(SCENARIO.names["pool"])
    return unlimited and len(await live_runs(lab)) == 1 and await waiting_states(lab) == LATE
