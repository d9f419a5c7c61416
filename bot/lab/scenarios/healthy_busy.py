"""All limits are used to the full and nothing waits."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, pool_of, taken
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="healthy-busy",
    title="Busy, and all is well",
    cause=None,
    opening="Is everything all right with our concurrency limits? web-pool looks full",
    names={"pool": "web-pool", "deployment": "crawl/prod", "holder": "crawl-run"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one live run fills the limits of its pool and deployment; nothing else is due."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="web-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool, limit = await pool_of(lab, SCENARIO.names["pool"]), await deployment_limit(lab)
    used = await taken(lab, pool, "work_pools", "name")
    return used == limit["active_slots"] == 1 and not lab.ledger.made.waiting
