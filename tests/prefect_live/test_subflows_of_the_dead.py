"""A subflow in its parent's process is gone with it, though nobody set its state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.engine.findings import Hints
from bot.prefect_live.alive import alive
from bot.prefect_live.asking import Row
from bot.prefect_live.rounds import Gathering
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import NOW, acquired, at, by_id, limit, run, snapshot, task, told
from .served import Served

CHILD = run("child", age=1000.0, parent_task_run_id="stands", start_time=at(1000.0))
DEAD = "it ran inside parent, which is already Crashed"
BEATS = {name: tuple(NOW - timedelta(seconds=ago) for ago in (850, 1030)) for name in ("child", "inner")}
PAYMENTS = "code hangs at concurrency('payments'), all slots are taken"


def seen(parent: Row | None, **more: Any) -> Snapshot:
    """The subflow, which holds a slot, and its parent where it was read."""
    full = limit("payments", 1, 1, 900.0)
    return snapshot(
        limits=(full,),
        active=(CHILD,),
        task_runs=by_id(task("stands", "parent", age=1000.0)),
        flow_runs=by_id(CHILD, *([parent] if parent else [])),
        slot_events={full["id"]: (acquired("child", 900.0),)},
        **{"last_heartbeats": BEATS, **more},
    )


def parent(state: str = "Crashed", age: float = 800.0) -> Row:
    return run("parent", state, age, end_time=at(age))


@pytest.mark.parametrize("state", ["Crashed", "Cancelled"])
def test_a_subflow_ends_with_its_parents_process(state: str) -> None:
    assert alive(seen(parent(state)), CHILD) == (False, f"it ran inside parent, which is already {state}")


@pytest.mark.parametrize(
    ("message", "dead"),
    [
        ("Flow run process exited with non-zero status code -9.", True),
        ("Flow run infrastructure exited with non-zero status code: 137 - killed.", True),
        ("Flow run infrastructure exited with non-zero status code -1.", False),
        ("Marked by hand", False),
        (None, False),
    ],
)
def test_no_heartbeat_need_be_missing_where_the_worker_saw_the_process_end(
    message: str | None, *, dead: bool
) -> None:
    above = parent(age=100.0)
    above["state"]["message"] = message
    assert (alive(seen(above, last_heartbeats={}), CHILD)[0] is False) is dead


def test_so_does_one_inside_of_it() -> None:
    inner = run("inner", age=900.0, parent_task_run_id="deeper")
    read = snapshot(
        task_runs=by_id(task("stands", "parent"), task("deeper", "child")),
        flow_runs=by_id(CHILD, parent(), inner),
        last_heartbeats=BEATS,
    )
    assert alive(read, inner) == (False, DEAD)


@pytest.mark.parametrize("above", [None, parent("Running"), parent("Completed"), parent("Failed")])
def test_it_may_live_beside_another_parent(above: Row | None) -> None:
    assert alive(seen(above, last_heartbeats={}), CHILD)[0] is None


def test_it_lives_where_it_told_of_itself_later() -> None:
    assert alive(seen(parent(), signs=frozenset({"child"})), CHILD)[0] is True
    assert alive(seen(parent(age=100.0), signs=frozenset({"child"})), CHILD) == (False, DEAD)
    assert alive(seen(parent(), last_heartbeats={"child": (NOW - timedelta(seconds=700),)}), CHILD)[0] is None


@pytest.mark.parametrize("own", [{"deployment_id": "d"}, {"work_pool_name": "k8s"}])
def test_a_run_of_its_own_outlives_its_parent(own: Row) -> None:
    assert alive(seen(parent(), last_heartbeats={}), {**CHILD, **own})[0] is None


async def test_one_bound_to_infrastructure_is_not_accused_of_holding_its_pool() -> None:
    place = {"work_pool_name": "k8s", "work_queue_name": "default", "work_queue_id": "queue"}
    child = {**CHILD, **place}
    late = run("late", "Late", 60.0, **place, state_type="SCHEDULED", next_scheduled_start_time=at(60.0))
    pool = {"id": "pool", "name": "k8s", "type": "kubernetes", "is_paused": False}
    queue = {"id": "queue", "name": "default", "work_pool_id": "pool", "work_pool_name": "k8s"}
    read = snapshot(
        pools=({**pool, "status": "READY", "concurrency_limit": 1, "active_slots": 1},),
        queues=(
            {**queue, "priority": 1, "concurrency_limit": None, "is_paused": False, "last_polled": at(5)},
        ),
        active=(child,),
        scheduled=(late,),
        flow_runs=by_id(child, parent(age=100.0)),
        task_runs=by_id(task("stands", "parent", age=1000.0)),
        workers={"k8s": ({"name": "w", "status": "ONLINE", "last_heartbeat_time": at(5)},)},
        signs=frozenset({"child"}),
    )
    turn = await told(read, "my runs are late, pool k8s is full")
    assert confirmed(turn, kinds=("fault", "normal")) == ["CL10"]


async def test_its_slot_is_one_that_nobody_gives_back() -> None:
    turn = await told(seen(parent()), PAYMENTS)
    assert confirmed(turn)[:1] == ["CL24"]
    assert "Dead for 13 m 20 s" in turn.report["text"]
    early = await told(seen(parent(age=100.0)), PAYMENTS)
    assert "CL26" in confirmed(early, kinds=("fault", "normal"))


async def test_the_parent_of_a_subflow_is_read() -> None:
    def answer(path: str, body: dict[str, Any]) -> Any:
        if path == "/flow_runs/filter":
            ids = (body.get("flow_runs") or {}).get("id")
            active = "AwaitingRetry" in str(body) and not body["offset"]
            return [parent()] if ids == {"any_": ["parent"]} else [CHILD] if active else []
        if path == "/task_runs/filter":
            return [task("stands", "parent")] if "stands" in str(body) else []
        if path.startswith("/events"):
            return {"events": [], "total": 0, "next_page": None}
        return "3.8.8" if path == "/admin/version" else {} if path == "/admin/settings" else []

    got = Gathering(Served(answer), NOW, 600)
    await got.first(frozenset({"limits"}), Hints())
    await got.second()
    await got.third()
    assert alive(got.snapshot(), CHILD)[1].startswith(DEAD)
