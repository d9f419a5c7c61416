"""Which queue has the next slot of a full pool: one that is paused, or over its own limit, has it not."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.polling_facts import polled_queue
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import SETTINGS, at, by_id, run, snapshot, told

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
