"""`global_concurrency_limit_id` takes a tag's limit too: its runs then hold slots that no tag view lists."""

from __future__ import annotations

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.shared_limits import with_users
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import at, by_id, limit, run, snapshot, task, told

STUCK = "tasks with tag db are stuck in Pending, the tag limit db counts 1 slot"


def tag_limit(names: str, changed: float = 86000.0, *dead: str) -> Snapshot:
    """A deployment's run lives and has a lease; a task waits for the tag, whose limit counts one slot."""
    row: Row = {"id": "d", "name": "load", "flow_id": "flow", "work_pool_name": None, "updated": at(changed)}
    row = {**row, "status": "READY", "paused": False, "global_concurrency_limit": {"name": names}}
    holder = run(
        "load-1", age=1200.0, deployment_id="d", details={"deployment_concurrency_lease_id": "lease"}
    )
    owner, waits = run("other", age=500.0), task("waits", "other", "Pending", age=400.0)
    tasks = [task(name, "other", "Crashed", age=900.0) for name in dead]
    tag = limit("tag:db", 1, 1, moved=1200.0)
    return snapshot(
        limits=with_users((tag,), [row]),
        active=(holder, owner),
        flow_runs=by_id(holder, owner),
        task_runs=by_id(*tasks),
        pending_tasks=(waits,),
        tag_views={"tag:db": dead},
        tag_events={tag["id"]: ()},
        deployments={"d": row},
        flows={"flow": "etl"},
        signs=frozenset({"load-1", "other"}),
        limit_changes={tag["id"]: ()},
        loose_tasks_read=True,
    )


@pytest.mark.parametrize(
    ("names", "changed", "opens"),
    [("tag:db", 86000.0, True), ("erp", 600.0, True), ("erp", 86000.0, False)],
)
async def test_a_slot_of_its_run_has_not_leaked(names: str, changed: float, opens: bool) -> None:
    turn = await told(tag_limit(names, changed), STUCK)
    assert ("CL20" in confirmed(turn)) is not opens
    assert ("--active-slots 0" in turn.report["text"]) is not opens


@pytest.mark.parametrize(("names", "lost"), [("tag:db", None), ("erp", ["dead"])])
def test_a_dead_task_may_not_be_the_one_counted(names: str, lost: list[str] | None) -> None:
    read = tag_limit(names, 86000.0, "dead")
    found = limit_subject(read, read.limits[0]).facts.get("holders_lost")
    assert (found and [record["id"] for record in found]) == lost
