"""Parents in one pool whose children wait for another pool, where parents wait for children in the first."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.crossed_pools import crossed_facts
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import at, by_id, run, snapshot, task, told

LATE = "my runs are late and nothing moves, parents wait for children"
DEPLOYMENT = {"id": "d", "name": "load", "flow_id": "flow", "work_pool_name": "a", "status": "READY"}


def pool(name: str, most: int = 1, used: int = 1) -> Row:
    own = {"id": f"pool-{name}", "name": name, "type": "process", "is_paused": False, "status": "READY"}
    times = {"created": at(86400), "updated": at(100)}
    return {**own, **times, "concurrency_limit": most, "active_slots": used}


def queue(pool: str, name: str = "default", **more: Any) -> Row:
    own = {"id": f"queue-{pool}", "name": name, "work_pool_id": f"pool-{pool}", "work_pool_name": pool}
    free = {"priority": 1, "concurrency_limit": None, "active_slots": 1, "is_paused": False}
    return {**own, **free, "last_polled": at(5), "status": "READY", "created": at(86400), **more}


def in_pool(name: str, place: str, **more: Any) -> Row:
    own = {"work_pool_name": place, "work_queue_name": "default", "work_queue_id": f"queue-{place}"}
    return {**run(name, deployment_id="d", **more), **own}


def child(name: str, place: str, parent: str, age: float = 60.0) -> Row:
    """A late run in a pool, started by another run."""
    row = in_pool(name, place, state="Late", age=age, parent_task_run_id=f"call-in-{parent}")
    return {**row, "state_type": "SCHEDULED", "next_scheduled_start_time": at(age), "start_time": None}


def crossed(
    *more: Row,
    pools: tuple[Row, ...] = (pool("a"), pool("b")),
    children: tuple[Row, ...] = (child("first child", "b", "first"), child("second child", "a", "second")),
) -> Snapshot:
    """The first run holds pool a and has a child in b, the second one holds b and has a child in a."""
    runs = (in_pool("first", "a"), in_pool("second", "b"), *more)
    online = {
        "name": "w",
        "status": "ONLINE",
        "last_heartbeat_time": at(10),
        "heartbeat_interval_seconds": 30,
        "created": at(80000),
    }
    return snapshot(
        pools=pools,
        queues=tuple(queue(each["name"]) for each in pools),
        active=runs,
        flow_runs=by_id(*runs),
        scheduled=children,
        task_runs=by_id(*({**task(f"call-in-{each['id']}", each["id"]), "tags": []} for each in runs)),
        workers={each["name"]: (online,) for each in pools},
        deployments={"d": {**DEPLOYMENT, "paused": False, "schedules": [], "concurrency_options": None}},
        flows={"flow": "etl"},
        signs=frozenset(each["id"] for each in runs),
    )


async def test_pools_whose_parents_wait_for_each_others_children_stand() -> None:
    turn = await told(crossed(), LATE)
    assert confirmed(turn) == ["CL38", "CL38"]
    assert "first holds a slot and is the parent of waiting first child of pool b" in turn.report["text"]
    assert "prefect work-pool set-concurrency-limit a 2" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_who_is_due_before_the_child_gets_a_slot_first() -> None:
    children = (
        child("earlier", "a", "nobody", 90.0),
        child("first child", "b", "first"),
        child("second child", "a", "second"),
    )
    turn = await told(crossed(children=children), LATE)
    assert "prefect work-pool set-concurrency-limit a 3" in turn.report["text"]


@pytest.mark.parametrize(
    "read",
    [
        crossed(in_pool("third", "b"), pools=(pool("a"), pool("b", 2, 2))),
        crossed(pools=(pool("a"), pool("b", 2, 1))),
        crossed(pools=(pool("a"), pool("b", 2, 2))),
        crossed(children=(child("second child", "a", "second"),)),
        crossed(children=(child("first child", "b", "nobody"), child("second child", "a", "second"))),
    ],
    ids=["another run holds b too", "b is free", "who holds b is not known", "one waits", "no child in b"],
)
async def test_a_pool_whose_slot_comes_free_is_no_deadlock(read: Snapshot) -> None:
    assert "CL38" not in confirmed(await told(read, LATE))


def test_a_pool_whose_parents_merely_wait_for_a_deadlock_is_not_helped_by_a_slot() -> None:
    pools, third = (pool("a"), pool("b"), pool("c")), in_pool("third", "c")
    children = (
        child("first child", "b", "first"),
        child("second child", "a", "second"),
        child("third child", "a", "third"),
        child("fourth child", "c", "nobody"),
    )
    read = crossed(third, pools=pools, children=children)
    assert crossed_facts(read, pools[0])["parent_holds"]["waits_in"] == "b"
    assert crossed_facts(read, pools[2]) == {"parent_holds": None, "all_held_by_parents": True}


async def test_while_it_was_not_read_whose_children_wait_no_deadlock_is_told() -> None:
    read = dataclasses.replace(crossed(), task_runs={}, failed={"parents": "Prefect said 503"})
    assert "CL38" not in confirmed(await told(read, LATE))


def with_queue(read: Snapshot, pool: str, **more: Any) -> Snapshot:
    """The same with the pool's queue changed."""
    return dataclasses.replace(
        read, queues=tuple({**row, **more} if row["id"] == f"queue-{pool}" else row for row in read.queues)
    )


def one_pool(**more: Any) -> Snapshot:
    """A parent holds the only slot of pool a, and its child waits in the other queue of it."""
    waits = {**child("first child", "a", "first"), "work_queue_name": "other", "work_queue_id": "queue-other"}
    read = dataclasses.replace(
        crossed(pools=(pool("a"),), children=(waits,)), active=(in_pool("first", "a"),)
    )
    other = {**queue("a", "other", active_slots=0, **more), "id": "queue-other"}
    return dataclasses.replace(read, queues=(*read.queues, other))


FULL_QUEUE = {"concurrency_limit": 1}
WITHOUT_WORKER = with_queue(
    dataclasses.replace(crossed(), workers={**crossed().workers, "b": ()}), "b", last_polled=None
)


@pytest.mark.parametrize(
    ("read", "cause"),
    [
        (one_pool(is_paused=True), "CL32"),
        (one_pool(concurrency_limit=0), "CL87"),
        (with_queue(crossed(), "b", is_paused=True), "CL32"),
        (dataclasses.replace(crossed(), pools=(pool("a"), {**pool("b"), "is_paused": True})), "CL31"),
        (WITHOUT_WORKER, "CL30"),
    ],
    ids=["queue paused", "queue of 0", "queue of another pool paused", "pool paused", "no worker"],
)
async def test_a_child_that_goes_nowhere_anyway_is_not_held_back_by_the_slots(
    read: Snapshot, cause: str
) -> None:
    turn = await told(read, LATE)
    assert confirmed(turn)[:1] == [cause]
    assert "CL38" not in confirmed(turn)
    assert "work-pool set-concurrency-limit" not in turn.report["text"]


async def test_a_full_queue_and_its_full_pool_get_a_slot_both() -> None:
    read = crossed(pools=(pool("a"),), children=(child("first child", "a", "first"),))
    turn = await told(with_queue(dataclasses.replace(read, active=read.active[:1]), "a", **FULL_QUEUE), LATE)
    assert confirmed(turn) == ["CL61"]
    assert "prefect work-queue set-concurrency-limit default 2 --pool a" in turn.report["text"]
    assert "prefect work-pool set-concurrency-limit a 2" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_a_slot_is_added_only_where_a_child_can_take_it() -> None:
    turn = await told(with_queue(crossed(), "b", **FULL_QUEUE), LATE)
    assert confirmed(turn)[:2] == ["CL38", "CL61"]
    assert "prefect work-pool set-concurrency-limit a 2" in turn.report["text"]
    assert "prefect work-pool set-concurrency-limit b" not in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_queues_whose_parents_wait_for_each_others_children_stand() -> None:
    pools = pool("a", 5), pool("b", 5)
    read = with_queue(with_queue(crossed(pools=pools), "a", **FULL_QUEUE), "b", **FULL_QUEUE)
    turn = await told(read, LATE)
    assert confirmed(turn) == ["CL61", "CL61"]
    assert "their children wait for queue b/default" in turn.report["text"]
    assert "prefect work-queue set-concurrency-limit default 2 --pool a" in turn.report["text"]
    assert "work-pool set-concurrency-limit" not in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]
