"""A parent run takes a real worker's only place and waits for its child in the same pool."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, its_parent_runs, left_lying, pool_of, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.situations import start_the_child_without_waiting

SCENARIO = Scenario(
    name="parent-child-worker",
    title="A parent waits for its child, and the worker is full",
    cause="CL81",
    opening="quarter-end/prod is Running but hangs, the child run it started stays Late. There is no limit",
    names={
        "pool": "closing-pool",
        "parent": "quarter-end/prod",
        "child": "close-ledger/prod",
        "holder": "quarter-end-run",
    },
    twin_of="parent-child-pool",
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: `prefect worker start --limit 1` runs the parent, which waits for its child."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.deployment(names["child"], names["pool"])
    parent = await lab.deployment(names["parent"], names["pool"])
    lab.spawn("-m", "prefect", "worker", "start", "--pool", names["pool"], "--limit", "1")
    await lab.until(lambda: lab.has_worker(names["pool"]), "the worker coming online", 60)
    await lab.run(parent, name=names["holder"], child=names["child"])
    flow = names["child"].partition("/")[0]
    await lab.until(lambda: lab.runs_of(flow), "the child run", 60)
    (child,) = await lab.runs_of(flow)
    await left_lying(lab, child["id"])
    await lab.waits(child["id"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    pool = await pool_of(lab, SCENARIO.names["pool"])
    late = await waiting_states(lab) == LATE and pool["concurrency_limit"] is None
    return late and await its_parent_runs(lab)


heal = start_the_child_without_waiting
