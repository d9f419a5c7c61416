"""A parent and two of its children fill the pool's limit; its third child is Late until one of them ends."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import its_parent_runs, pool_is_full
from bot.lab.scenario import Scenario
from bot.lab.situations import parent_waits_for_three

SCENARIO = Scenario(
    name="pool-full-of-children",
    title="A parent's children fill the pool",
    cause="CL10",
    opening="fan-out/prod started three child runs in regions-pool, only two run and one stays Late. Why?",
    names={
        "pool": "regions-pool",
        "parent": "fan-out/prod",
        "child": "load-region/prod",
        "holder": "fan-out-run",
    },
    twin_of="parent-child-pool",
)


async def break_it(lab: Lab) -> None:
    """Make it so: of three slots the parent takes one and two of its three children the others."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=3)
    await lab.deployment(names["child"], names["pool"])
    parent = await lab.deployment(names["parent"], names["pool"])
    await parent_waits_for_three(lab, names, parent, "Late")


async def is_real(lab: Lab) -> bool:
    """Whether the pool is full, and the parent of the child that waits holds a slot of it."""
    return await its_parent_runs(lab) and await pool_is_full(lab, SCENARIO.names["pool"], slots=3)
