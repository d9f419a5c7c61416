"""Which queue has the next slot of a full pool: one that is paused, or over its own limit, has it not."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.polling_facts import polled_queue
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import NOW, SETTINGS, at, by_id, run, snapshot, task, told

TEXT = "runs in queue low of pool main never start, why?"
SQLITE = {"server": {**SETTINGS["server"], "database": {"driver": "sqlite+aiosqlite"}}}
DEPLOYMENT = {"id": "d", "name": "load", "flow_id": "flow", "work_pool_name": "main", "status": "READY"}
POOL = {
    "id": "main",
    "name": "main",
    "type": "process",
    "is_paused": False,
    "status": "READY",
    "created": at(86400),
    "updated": at(100),
    "concurrency_limit": 2,
    "active_slots": 2,
}
WORKER = {
    "name": "w",
    "status": "ONLINE",
    "last_heartbeat_time": at(10),
    "heartbeat_interval_seconds": 30,
    "created": at(80000),
}


def queue(name: str, priority: int, used: int, most: int | None = None, *, paused: bool = False) -> Row:
    own = {"id": name, "name": name, "work_pool_id": "main", "work_pool_name": "main", "priority": priority}
    now = {"concurrency_limit": most, "active_slots": used, "is_paused": paused, "last_polled": at(5)}
    return {**own, **now, "status": "READY", "created": at(86400)}


def in_queue(name: str, place: str, **more: Any) -> Row:
    own = {"work_pool_name": "main", "work_queue_name": place, "work_queue_id": place}
    return {**run(name, deployment_id="d", **more), **own}


def late(place: str) -> Row:
    row = in_queue(f"waits in {place}", place, state="Late", age=60.0)
    due = {"state_type": "SCHEDULED", "next_scheduled_start_time": at(60.0), "start_time": None}
    return {**row, **due}


def full_pool(*better: Row, held: tuple[str, str], due: tuple[str, ...]) -> Snapshot:
    """A pool of two slots that runs of these queues hold; a run waits in low, and in those of `due`."""
    active = in_queue("one", held[0]), in_queue("other", held[1])
    read = snapshot(
        pools=(POOL,),
        queues=(*better, queue("low", 9, 0)),
        active=active,
        flow_runs=by_id(*active),
        scheduled=tuple(late(place) for place in (*due, "low")),
        workers={"main": (WORKER,)},
        deployments={"d": {**DEPLOYMENT, "paused": False, "schedules": [], "concurrency_options": None}},
        flows={"flow": "etl"},
        signs=frozenset({"one", "other"}),
    )
    return dataclasses.replace(read, settings=SQLITE)


HIGH = ("high", "high")
PAUSED = full_pool(queue("high", 1, 2, paused=True), held=HIGH, due=("high",))
OVER = full_pool(queue("high", 1, 2, 1), held=HIGH, due=("high",))
BESIDE = full_pool(queue("high", 1, 1, 1), queue("mid", 2, 1), held=("high", "mid"), due=("high",))


@pytest.mark.parametrize("read", [PAUSED, OVER, BESIDE], ids=["paused", "over its limit", "one comes free"])
async def test_a_queue_that_has_the_next_slot_is_not_starved(read: Snapshot) -> None:
    turn = await told(read, TEXT)
    assert confirmed(turn) == ["CL10"]
    assert "work-queue resume" not in turn.report["text"]
    assert "work-queue set-concurrency-limit" not in turn.report["text"]


@pytest.mark.parametrize(
    "read",
    [
        full_pool(queue("high", 1, 2), held=HIGH, due=("high",)),
        full_pool(queue("high", 1, 2, 2), held=HIGH, due=("high",)),
        full_pool(queue("high", 1, 1, 1), queue("mid", 2, 1), held=("high", "mid"), due=("mid", "high")),
    ],
    ids=["without a limit", "at its limit", "two"],
)
async def test_a_queue_whose_better_ones_take_each_slot_is_starved(read: Snapshot) -> None:
    turn = await told(read, TEXT)
    assert confirmed(turn)[:1] == ["CL83"]


async def test_no_fix_sets_a_limit_that_is_set_already() -> None:
    read = full_pool(queue("high", 1, 1, 1), queue("mid", 2, 1, 5), held=("high", "mid"), due=("mid", "high"))
    text = (await told(read, TEXT)).report["text"]
    assert "1. Give the pool one slot more" in text
    assert "set-concurrency-limit high" not in text
    assert "prefect work-queue set-concurrency-limit mid 1 --pool main" in text
    assert "prefect work-pool set-concurrency-limit main 3" in text


@pytest.mark.parametrize(("read", "count"), [(BESIDE, 0), (PAUSED, None)])
def test_who_is_first_in_line_is_counted_where_nobody_else_has_a_slot(
    read: Snapshot, count: int | None
) -> None:
    assert polled_queue(read, POOL, read.queues[-1]).facts.get("first_in_line") == count


STARVED = full_pool(queue("high", 1, 2), held=HIGH, due=("high",))


def silent(read: Snapshot, **more: Any) -> Snapshot:
    """The same pool, of whose runs nothing was heard for an hour; its worker began later."""
    old = {"start_time": at(4000), "state": {"timestamp": at(4000), "message": "", "state_details": {}}}
    active = tuple({**row, **old} for row in read.active)
    anew = {"main": ({**WORKER, "created": at(600)},)}
    told_of = {"active": active, "flow_runs": by_id(*active), "signs": frozenset(), "workers": anew}
    return dataclasses.replace(read, **{**told_of, **more})


async def test_over_dead_holders_a_starved_queue_is_not_called_in_order() -> None:
    beats = {
        name: tuple(NOW - timedelta(seconds=last + 180 * each) for each in range(3))
        for name, last in (("one", 3000), ("other", 1500))
    }
    turn = await told(silent(STARVED, last_heartbeats=beats), TEXT)
    assert confirmed(turn, kinds=("fault", "normal")) == ["CL23"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_of_silent_holders_it_is_not_said_that_nothing_is_broken() -> None:
    turn = await told(silent(STARVED), TEXT)
    assert confirmed(turn, kinds=("fault", "normal"))[:1] == ["CL83"]
    assert "Nothing is broken" not in turn.report["text"]
    assert "Queue high goes before low" in turn.report["text"]
    assert "cannot be told whether these still live: one (Running, 1 h 6 m), other" in turn.report["text"]


@pytest.mark.parametrize("source", ["last_heartbeats", "signs"])
async def test_while_it_was_not_read_whether_holders_live_nothing_is_called_in_order(source: str) -> None:
    read = silent(STARVED, failed={source: "Prefect answered 403 on /events/filter"})
    turn = await told(read, TEXT)
    assert confirmed(turn, kinds=("fault", "normal")) == []
    assert turn.reply.mood == "open"
    assert "403 on /events/filter" in turn.report["text"]


@pytest.mark.parametrize("gone", [{"failed": {"parents": "Prefect answered 403"}}, {"workers": {}}])
async def test_nor_while_parents_or_workers_were_not_read(gone: dict[str, Any]) -> None:
    turn = await told(dataclasses.replace(STARVED, **gone), TEXT)
    assert confirmed(turn, kinds=("fault", "normal")) == []


async def test_a_pool_without_a_worker_is_not_called_in_order() -> None:
    gone = {**WORKER, "status": "OFFLINE", "last_heartbeat_time": at(900)}
    polled = tuple({**row, "last_polled": at(900)} for row in STARVED.queues)
    turn = await told(dataclasses.replace(STARVED, workers={"main": (gone,)}, queues=polled), TEXT)
    assert "CL83" not in confirmed(turn, kinds=("fault", "normal"))
    assert "Nothing is broken" not in turn.report["text"]


async def test_a_pool_that_parents_of_starved_runs_hold_is_not_called_in_order() -> None:
    calls = by_id(*(task(f"call-{own}", own) for own in ("one", "other")))
    waits = tuple({**late("low"), "id": own, "parent_task_run_id": f"call-{own}"} for own in ("one", "other"))
    waits = tuple({**row, "id": f"child-{row['id']}"} for row in waits)
    beside = tuple(row for row in STARVED.scheduled if row["work_queue_name"] == "high")
    read = dataclasses.replace(STARVED, task_runs=calls, scheduled=(*beside, *waits))
    turn = await told(read, TEXT)
    assert "CL83" not in confirmed(turn, kinds=("fault", "normal"))
