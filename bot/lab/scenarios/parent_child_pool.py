"""A parent run holds the pool's only slot and waits for its child in the same pool."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import its_parent_runs, pool_is_full
from bot.lab.scenario import Scenario
from bot.lab.situations import parent_waits_for_child, start_the_child_without_waiting

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
    await parent_waits_for_child(lab, names, parent, "Late")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await its_parent_runs(lab) and await pool_is_full(lab, SCENARIO.names["pool"])


heal = start_the_child_without_waiting
