"""A run holds its deployment's only slot and waits for a child run of the same deployment."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import AWAITING, deployment_limit, its_parent_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.situations import parent_waits_for_child, start_the_child_without_waiting

SCENARIO = Scenario(
    name="parent-child-deployment",
    title="A run waits for a child of its own full deployment",
    cause="CL62",
    opening="walk-tree/prod starts itself for each branch and hangs, the child is AwaitingConcurrencySlot",
    twin_of="deployment-full",
    names={
        "pool": "tree-pool",
        "parent": "walk-tree/prod",
        "child": "walk-tree/prod",
        "holder": "walk-root",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: the run takes the deployment's only slot and waits for a child that can not have it."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    parent = await lab.deployment(names["parent"], names["pool"], limit=1)
    await parent_waits_for_child(lab, names, parent, "AwaitingConcurrencySlot")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    full = limit["active_slots"] == limit["limit"] == 1
    return full and await waiting_states(lab) <= AWAITING and await its_parent_runs(lab)


heal = start_the_child_without_waiting
