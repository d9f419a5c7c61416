"""Anybody may mark a run as ended: a subflow that tells of itself after that is not called dead."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.prefect_live.alive import alive
from bot.prefect_live.asking import Row
from bot.prefect_live.closer import look_closer
from bot.prefect_live.outliving import MOST_ENDS
from bot.prefect_live.signs import HEARTBEAT, MOST_ONE_BY_ONE
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import NOW, acquired, at, by_id, limit, run, snapshot, task, told
from .served import Served

AGO = 500.0  # s, since the run around was marked as Crashed
CHILD = run("child", age=3000.0, parent_task_run_id="stands")
PARENT = run("parent", "Crashed", AGO, end_time=at(AGO))
BEATS = tuple(NOW - timedelta(seconds=ago) for ago in (AGO + 180, AGO + 360))
OLD = run("child", age=5 * 3600.0, parent_task_run_id="stands")
STUCK = "the global limit crm is stuck, 1 slot is taken and my runs wait"
TAGGED = "tasks with tag db are stuck in Pending"


def seen(*inner: Row, **more: Any) -> Snapshot:
    """A subflow that holds the only slot of a limit, its parent ended and signs of it in the last minutes."""
    return snapshot(
        **{
            "limits": (limit("crm", 1, 1, 2900.0),),
            "active": (CHILD, *inner),
            "task_runs": by_id(task("stands", "parent", age=3000.0)),
            "flow_runs": by_id(CHILD, PARENT, *inner),
            "slot_events": {"limit-crm": (acquired("child", 2900.0),)},
            "signs": frozenset({"child"}),
            "last_heartbeats": {"child": BEATS},
            **more,
        }
    )


def prefect(*, logged: dict[str, float], beats: Mapping[str, tuple[float, ...]] | None = None) -> Served:
    """A Prefect with one log line of each of these flow runs, and their heartbeats, so many seconds ago."""

    def answer(path: str, body: dict[str, Any]) -> Any:
        if path == "/logs/filter":
            wanted = body["logs"]
            runs, since = wanted["flow_run_id"]["any_"], wanted["timestamp"]["after_"]
            return [{"flow_run_id": own} for own, ago in logged.items() if own in runs and at(ago) > since]
        if not path.startswith("/events"):
            return []
        wanted = body["filter"]
        if HEARTBEAT not in wanted.get("event", {}).get("name", ()):
            return _told([])
        return _told([ago for own, each in (beats or {}).items() if own in str(wanted) for ago in each])

    return Served(answer)


def _told(beats: list[float]) -> dict[str, Any]:
    resource = {"prefect.resource.id": "prefect.flow-run.child"}
    own = {"event": HEARTBEAT, "resource": resource}
    events = [{"id": str(ago), **own, "occurred": at(ago), "received": at(ago)} for ago in beats]
    return {"events": events, "total": len(events), "next_page": None}


async def test_a_log_line_after_the_end_of_its_parent_tells_that_a_subflow_lives() -> None:
    read = await look_closer(prefect(logged={"child": 5.0}), seen())
    assert alive(read, CHILD)[0] is True
    turn = await told(read, STUCK)
    assert confirmed(turn) == []
    parent_runs = seen(flow_runs=by_id(CHILD, run("parent", age=3000.0)))
    assert turn.report["text"] == (await told(parent_runs, STUCK)).report["text"]


async def test_so_it_does_for_the_slot_of_a_task() -> None:
    waiting, holding = task("wait", "other", "Pending", 400.0), task("hold", "child", age=2900.0)
    other = run("other", age=900.0)
    tagged = {
        "limits": (limit("tag:db", 1, 1, 2900.0),),
        "tag_views": {"tag:db": ("hold",)},
        "running_tasks": (holding,),
        "pending_tasks": (waiting,),
        "task_runs": by_id(task("stands", "parent", age=3000.0), holding),
    }
    turn = await told(await look_closer(prefect(logged={"child": 5.0}), seen(other, **tagged)), TAGGED)
    assert confirmed(turn, kinds=("fault", "normal")) == ["CL13"]
    dead = await told(await look_closer(prefect(logged={}), seen(other, **tagged)), TAGGED)
    assert confirmed(dead)[:1] == ["CL25"]


async def test_one_that_said_nothing_since_is_dead() -> None:
    read = await look_closer(prefect(logged={"child": AGO + 1}), seen())
    assert alive(read, CHILD) == (False, "it ran inside parent, which is already Crashed")
    turn = await told(read, STUCK)
    assert confirmed(turn)[:1] == ["CL24"]
    assert "Dead for 8 m 20 s" in turn.report["text"]


async def test_what_is_inside_of_a_subflow_that_lives_is_not_dead() -> None:
    inner = run("inner", age=2000.0, parent_task_run_id="deeper")
    tasks = by_id(task("stands", "parent"), task("deeper", "child"))
    read = seen(inner, task_runs=tasks)
    beats = {"inner": (AGO + 180, AGO + 360)}
    assert alive(await look_closer(prefect(logged={}, beats=beats), read), inner)[0] is False
    assert alive(await look_closer(prefect(logged={"child": 5.0}), read), inner)[0] is None


@pytest.mark.parametrize(
    ("state", "age", "dead"),
    [("Running", 400.0, False), ("Running", 495.0, True), ("Cancelling", 400.0, True)],
)
def test_a_state_that_it_took_later_is_a_sign_but_others_may_cancel_it(
    state: str, age: float, *, dead: bool
) -> None:
    child = {**CHILD, **run("child", state, age), "parent_task_run_id": "stands"}
    assert (alive(seen(), child)[0] is False) is dead


async def test_where_its_log_may_not_be_read_nothing_is_confirmed() -> None:
    def refuses(path: str, _: dict[str, Any]) -> Any:
        if path == "/logs/filter":
            raise Refused("Prefect answered 403 on /logs/filter")
        return {"events": [], "total": 0, "next_page": None} if path.startswith("/events") else []

    read = await look_closer(Served(refuses), seen())
    living, why = alive(read, CHILD)
    assert living is None
    assert why.endswith("already Crashed; what it told since: Prefect answered 403 on /logs/filter")
    turn = await told(read, STUCK)
    verdicts = {verdict["code"]: verdict["status"] for verdict in turn.report["verdicts"]}
    assert verdicts["CL24"] == "open"
    assert confirmed(turn) == []
    assert "403 on /logs/filter" in turn.report["text"]


async def test_ends_beyond_those_that_are_asked_for_are_open() -> None:
    count = MOST_ENDS + 1
    parents = [run(f"parent-{n}", "Crashed", AGO + n, end_time=at(AGO + n)) for n in range(count)]
    children = [run(f"child-{n}", age=3000.0, parent_task_run_id=f"stands-{n}") for n in range(count)]
    tasks = by_id(*(task(f"stands-{n}", f"parent-{n}") for n in range(count)))
    signs = frozenset(child["id"] for child in children)
    read = seen(active=tuple(children), flow_runs=by_id(*parents, *children), task_runs=tasks, signs=signs)
    closer = await look_closer(prefect(logged={"child-0": 5.0}), read)
    assert alive(closer, children[0])[0] is True
    assert alive(closer, children[-1])[0] is None


async def test_nothing_more_is_read_where_no_run_around_has_ended() -> None:
    ask = prefect(logged={})
    read = snapshot(
        active=(CHILD,), flow_runs=by_id(CHILD, run("parent")), task_runs=by_id(task("stands", "parent"))
    )
    assert await look_closer(ask, read) is read
    assert ask.asked == []


async def test_signs_are_looked_for_from_the_end_of_the_run_around_it() -> None:
    ask = prefect(logged={})
    await look_closer(ask, seen())
    since = [body["logs"]["timestamp"]["after_"] for path, body in ask.asked if path == "/logs/filter"]
    assert since == [(NOW - timedelta(seconds=AGO - 10)).isoformat()]


@pytest.mark.parametrize("beats", [(700.0, 1300.0, 1900.0), (700.0,), ()], ids=["seldom", "once", "never"])
async def test_one_that_may_beat_seldom_is_not_dead_before_it_missed_several(
    beats: tuple[float, ...],
) -> None:
    read = await look_closer(prefect(logged={}, beats={"child": beats}), seen(last_heartbeats={}))
    living, why = alive(read, CHILD)
    assert living is None
    assert why.endswith("too early to tell")
    turn = await told(read, STUCK)
    assert confirmed(turn, kinds=("fault", "normal")) == []
    assert "--active-slots" not in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


@pytest.mark.parametrize("beats", [(700.0, 880.0), (600.0, 630.0)])
async def test_at_its_own_pace_it_is_dead(beats: tuple[float, ...]) -> None:
    read = await look_closer(prefect(logged={}, beats={"child": beats}), seen(last_heartbeats={}))
    turn = await told(read, STUCK)
    assert confirmed(turn)[:1] == ["CL24"]
    assert "--active-slots 0" in turn.report["text"]
    assert "Make sure that the dead run's process is gone" in turn.report["text"]


async def test_one_that_never_beats_is_dead_in_the_end() -> None:
    ended = 4 * 3600.0
    read = seen(last_heartbeats={}, signs=frozenset(), flow_runs=by_id(OLD, run("parent", "Crashed", ended)))
    read = await look_closer(prefect(logged={}), dataclasses.replace(read, active=(OLD,)))
    assert alive(read, OLD)[0] is False


async def test_a_paused_subflow_is_asked_for_signs_too() -> None:
    paused = run("child", "Paused", age=2000.0, parent_task_run_id="stands")
    told_of = {"flow_runs": by_id(paused, PARENT), "unasked": frozenset({"child"})}
    silent = seen(active=(), signs=frozenset(), **told_of)
    assert alive(await look_closer(prefect(logged={"child": 5.0}), silent), paused)[0] is not False
    assert alive(await look_closer(prefect(logged={}), silent), paused)[0] is False


async def test_what_a_client_before_3_6_24_does_not_beat_proves_nothing() -> None:
    read = await look_closer(prefect(logged={}), seen(client_releases={"child": "3.6.22"}))
    assert alive(read, CHILD)[0] is None


async def test_heartbeats_beyond_those_that_are_asked_for_are_open() -> None:
    children = [
        run(f"child-{n}", age=3000.0, parent_task_run_id="stands") for n in range(MOST_ONE_BY_ONE + 1)
    ]
    read = seen(active=tuple(children), flow_runs=by_id(PARENT, *children), last_heartbeats={})
    read = await look_closer(prefect(logged={}, beats={"child": (900.0, 930.0)}), read)
    assert {alive(read, each)[0] for each in children} == {None}
