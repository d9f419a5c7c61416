"""A parent run holds the pool's only slot and waits for its child in the same pool."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="parent-child-pool",
    title="A parent waits for its child in a full pool",
    cause="CL38",
    opening="month-end/prod is Running but hangs, the child run it started stays Late",
    names={
        "pool": "finance-pool",
        "parent": "month-end/prod",
        "child": "close-books/prod",
        "holder": "month-end-run",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: the parent takes the pool's only slot and waits for a child that can not start."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    await lab.deployment(names["child"], names["pool"])
    parent = await lab.deployment(names["parent"], names["pool"])
    await lab.worker(names["pool"], name="finance-worker")
    holder = await lab.run(parent, name=names["holder"], child=names["child"])
    await lab.until_run(holder, "Running")
    flow = names["child"].partition("/")[0]

    async def late() -> bool:
        return any(run["state_name"] == "Late" for run in await lab.runs_of(flow))

    await lab.until(late, "the child being late", 60)
    await lab.waits(*(run["id"] for run in await lab.runs_of(flow)))
