"""A parent run holds the queue's only slot and waits for its child in the same queue."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import its_parent_runs, queue_is_full
from bot.lab.scenario import Scenario
from bot.lab.situations import parent_waits_for_child, start_the_child_without_waiting

SCENARIO = Scenario(
    name="parent-child-queue",
    title="A parent waits for its child in a full queue",
    cause="CL61",
    opening="orchestrate-elt/prod hangs in Running and its child transform-elt/prod never leaves Late",
    twin_of="queue-full",
    names={
        "pool": "elt-pool",
        "queue": "nightly-elt",
        "parent": "orchestrate-elt/prod",
        "child": "transform-elt/prod",
        "holder": "orchestrate-run",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: the parent takes the queue's only slot and waits for a child that can not start."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"], limit=1)
    await lab.deployment(names["child"], names["pool"], queue=names["queue"])
    parent = await lab.deployment(names["parent"], names["pool"], queue=names["queue"])
    await parent_waits_for_child(lab, names, parent, "Late")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    full = await queue_is_full(lab, SCENARIO.names["pool"], SCENARIO.names["queue"])
    return full and await its_parent_runs(lab)


heal = start_the_child_without_waiting
