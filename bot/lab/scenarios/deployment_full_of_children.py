"""A run and two children of its own deployment fill the limit; its third child waits for one to end."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import AWAITING, deployment_limit, its_parent_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.situations import parent_waits_for_three

SCENARIO = Scenario(
    name="deployment-full-of-children",
    title="A run's children fill its own deployment's limit",
    cause="CL12",
    opening="crawl/prod starts itself for three sites, two of these run, one is AwaitingConcurrencySlot",
    names={
        "pool": "crawl-pool",
        "parent": "crawl/prod",
        "child": "crawl/prod",
        "holder": "crawl-root",
    },
    twin_of="parent-child-deployment",
    untried={1: "the runs that wait are cancelled in deployment-full"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: of three slots the run takes one and two of its three children the others."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    parent = await lab.deployment(names["parent"], names["pool"], limit=3)
    await parent_waits_for_three(lab, names, parent, "AwaitingConcurrencySlot")


async def is_real(lab: Lab) -> bool:
    """Whether the limit is reached, and the parent of the child that waits holds a slot of it."""
    limit = await deployment_limit(lab)
    full = limit["active_slots"] == limit["limit"] == 3
    return full and await waiting_states(lab) <= AWAITING and await its_parent_runs(lab)
