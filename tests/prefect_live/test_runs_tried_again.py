"""A run that was killed and works again under its own id holds what this try took, not what that one did."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot
from bot.turn import Turn
from tests.lab.stage import confirmed

from .seen import acquired, at, by_id, limit, run, snapshot, told

TOO_MANY = "the global limit crm does not limit, more runs work in it than it allows"
HANGS = "global limit crm is full, code hangs at concurrency('crm'), why?"
DEADLOCK = "code hangs at concurrency('crm'), all slots are taken, a deadlock?"
NOTHING = "Nothing is broken"
DAY = 86400.0
UNREAD = {"states:again": "the server answered 500"}


def states(*known: tuple[str, str, float]) -> tuple[Row, ...]:
    """The history of a run: type, name and how many seconds ago."""
    return tuple({"type": kind, "name": name, "timestamp": at(ago)} for kind, name, ago in known)


def killed(first: float, ended: float, again: float) -> tuple[Row, ...]:
    """Killed and marked as Crashed, and retried so many seconds ago."""
    return states(
        ("RUNNING", "Running", first),
        ("CRASHED", "Crashed", ended),
        ("SCHEDULED", "AwaitingRetry", again + 5),
        ("RUNNING", "Running", again),
    )


def in_its_process(first: float, again: float) -> tuple[Row, ...]:
    """Failed, and retried by its own process."""
    retry = ("SCHEDULED", "AwaitingRetry", again + 3)
    return states(("RUNNING", "Running", first), retry, ("RUNNING", "Running", again))


def seen(
    history: tuple[Row, ...] | None,
    *takings: Row,
    count: int = 1,
    most: int = 1,
    moved: float = 30.0,
    **more: Any,
) -> Snapshot:
    """A run in its second try, of which it took slots at these times, and perhaps others."""
    again = run("again", age=30.0, run_count=2, **more.pop("run", {}))
    runs = (again, *more.pop("others", ()))
    active = tuple(each for each in runs if each["state_type"] in {"RUNNING", "PENDING"})
    living = frozenset(each["id"] for each in active)
    return snapshot(
        limits=(limit("crm", most, count, moved, age=3 * DAY),),
        active=active,
        scheduled=tuple(each for each in runs if each["state_type"] == "SCHEDULED"),
        flow_runs=by_id(*runs),
        flows={"flow": "etl"},
        signs=living,
        signs_since={"limit-crm": living},
        slot_events={"limit-crm": takings},
        run_states={} if history is None else {"again": history},
        limit_changes={"limit-crm": ()},
        **more,
    )


AGAIN = (acquired("again", 27.0), acquired("again", 197.0))
RETRIED = killed(200.0, 180.0, 30.0)


async def test_two_tries_of_a_run_are_not_two_holders() -> None:
    turn = await told(seen(RETRIED, *AGAIN), TOO_MANY)
    assert "CL104" not in confirmed(turn)
    assert "flow-run cancel" not in turn.report["text"]
    (holder,) = limit_subject(seen(RETRIED, *AGAIN), limit("crm", 1, 1, 30.0)).facts["holders"]
    assert holder["since_seconds"] == 27.0


@pytest.mark.parametrize("history", [RETRIED, in_its_process(200.0, 30.0)], ids=["retried", "in its process"])
async def test_a_living_run_that_lost_its_lease_is_still_told_beside_one_tried_again(
    history: tuple[Row, ...],
) -> None:
    other = run("other", age=200.0)
    taken = (acquired("again", 27.0), acquired("other", 190.0))
    turn = await told(seen(history, *taken, others=(other,)), TOO_MANY)
    assert confirmed(turn)[:1] == ["CL104"]


async def test_what_a_retry_in_its_process_left_behind_lives() -> None:
    turn = await told(seen(in_its_process(200.0, 30.0), *AGAIN), TOO_MANY)
    assert confirmed(turn)[:1] == ["CL104"]
    history, waits = in_its_process(2000.0, 1000.0), run("waits")
    turn = await told(seen(history, acquired("again", 1990.0), moved=1990.0, others=(waits,)), HANGS)
    assert confirmed(turn)[:1] == ["CL14"]


async def test_where_the_history_could_not_be_read_neither_is_called_beyond_nor_dead() -> None:
    for text in (TOO_MANY, HANGS):
        turn = await told(seen(None, *AGAIN, failed=UNREAD), text)
        assert not {"CL104", "CL14", "CL24", "CL26"} & set(confirmed(turn))
        assert NOTHING not in turn.report["text"]
        assert "flow-run cancel" not in turn.report["text"]


@pytest.mark.parametrize(("ended", "cause"), [(200.0, "CL26"), (400.0, "CL24")])
async def test_a_run_that_waits_for_the_slot_of_its_own_first_try(ended: float, cause: str) -> None:
    read = seen(killed(ended + 20, ended, 150.0), acquired("again", ended + 15), moved=ended + 15)
    for text in (HANGS, DEADLOCK):
        turn = await told(read, text)
        assert confirmed(turn) == [cause]
    assert "--active-slots 0" in turn.report["text"]
    assert "flow-run cancel" not in turn.report["text"]


async def test_the_lost_slot_of_a_first_try_is_told_beside_the_slot_of_this_one() -> None:
    taken = (acquired("again", 27.0), acquired("again", 995.0))
    turn = await told(seen(killed(1000.0, 900.0, 30.0), *taken, count=2, most=2), HANGS)
    assert confirmed(turn)[:1] == ["CL24"]
    assert "--active-slots 1" in turn.report["text"]


@pytest.mark.parametrize("history", [killed(1200.0, 1100.0, 300.0), ()], ids=["retried", "tried once"])
async def test_a_run_alone_that_was_retried_may_wait_for_itself_as_any_other(
    history: tuple[Row, ...],
) -> None:
    taken = (acquired("again", 290.0), *((acquired("again", 1195.0),) if history else ()))
    turn = await told(seen(history, *taken, moved=290.0), HANGS)
    assert confirmed(turn) == []
    assert NOTHING not in turn.report["text"]


@pytest.mark.parametrize("state", ["Late", "Scheduled", "AwaitingConcurrencySlot", "AwaitingRetry"])
@pytest.mark.parametrize("known", [True, False])
async def test_a_run_without_a_process_holds_nothing(state: str, known: bool) -> None:
    waits = {"state_name": state, "state_type": "SCHEDULED", "next_scheduled_start_time": at(400.0)}
    history = states(
        ("RUNNING", "Running", 5010.0), ("CRASHED", "Crashed", 4000.0), ("SCHEDULED", state, 400.0)
    )
    read = seen(
        history if known else None,
        acquired("again", 5000.0),
        moved=5000.0,
        run={**waits, "empirical_policy": {"retry_type": "reschedule"}},
        others=(run("waits", age=300.0),),
    )
    turn = await told(read, HANGS)
    assert NOTHING not in turn.report["text"]
    assert confirmed(turn) == (["CL24"] if known else [])


@pytest.mark.parametrize(("beat", "lost"), [(395.0, True), (300.0, False), (100.0, True)])
async def test_a_try_whose_process_beat_after_its_end_is_not_over(beat: float, lost: bool) -> None:
    """Anybody may mark a run as Crashed whose process works on, and retry it."""
    read = seen(killed(420.0, 400.0, 150.0), acquired("again", 415.0), moved=415.0)
    beats = {"again": (read.now - timedelta(seconds=beat),)}
    turn = await told(dataclasses.replace(read, beats_between=beats), HANGS)
    assert ("CL24" in confirmed(turn)) is lost
    assert ("--active-slots" in turn.report["text"]) is lost
    assert NOTHING not in turn.report["text"]


def past(state: str, history: tuple[Row, ...], **more: Any) -> Snapshot:
    """A run took the limit yesterday, and took and gave it back again later; another holds it now."""
    flow = {"prefect.resource.id": "prefect.flow.flow"}
    second = acquired("before", DAY - 1000)
    back = acquired("before", DAY - 1300, "", "released", second["id"])
    rows = (acquired("now", 120.0), back, second, acquired("before", DAY))
    events = tuple({**row, "related": [*row["related"], flow]} for row in rows)
    before, now = run("before", state, DAY - 1300, **more), run("now", age=130.0)
    return snapshot(
        limits=(limit("crm", 1, 1, 120.0, age=3 * DAY),),
        active=(now,),
        flow_runs=by_id(before, now),
        flows={"flow": "etl"},
        signs=frozenset({"now"}),
        slot_events={"limit-crm": events},
        limit_changes={"limit-crm": ()},
        run_states={"before": history} if history else {},
    )


@pytest.mark.parametrize("state", ["Completed", "Crashed"])
async def test_a_run_that_was_retried_once_did_not_nest(state: str) -> None:
    for history in ((), killed(DAY + 10, DAY - 500, DAY - 900)):
        assert "CL69" not in confirmed(await told(past(state, history, run_count=2), DEADLOCK))


def test_in_one_try_a_block_that_goes_on_is_around_another() -> None:
    (outer, inner), (earlier, later) = (
        [one for one in read.stays("limit-crm") if one.flow_run == "before"]
        for read in (
            past("Running", in_its_process(DAY + 10, DAY - 900), run_count=2),
            past("Running", killed(DAY + 10, DAY - 500, DAY - 900), run_count=2),
        )
    )
    assert outer.holds(inner)
    assert not earlier.may_hold(later)


async def test_a_subflow_that_a_killed_run_left_is_over_with_the_try_around_it() -> None:
    child = run("child", age=190.0, parent_task_run_id="stands-for-it")
    call = {"id": "stands-for-it", "flow_run_id": "again", "state_type": "RUNNING", "tags": []}
    taken = (acquired("again", 27.0), acquired("child", 188.0))
    for history, found in ((RETRIED, False), (in_its_process(200.0, 30.0), True)):
        read = seen(history, *taken, others=(child,), task_runs={"stands-for-it": call})
        assert ("CL104" in confirmed(await told(read, TOO_MANY))) is found


async def test_the_clock_of_a_client_is_not_what_tells_the_tries_apart() -> None:
    slow = {**acquired("again", 127.0), "received": at(27.0)}
    read = seen(killed(200.0, 60.0, 30.0), slow)
    (holder,) = limit_subject(read, read.limits[0]).facts["holders"]
    assert holder["alive"]


async def test_no_run_that_works_is_marked_as_crashed_for_the_slot_of_its_first_try() -> None:
    own = "00000000-0000-4000-8000-00000000000d"
    read = seen(
        killed(1000.0, 900.0, 30.0), acquired("again", 995.0), count=2, most=2, run={"deployment_id": own}
    )
    shared = {**read.limits[0], "deployments": (own,)}
    turn: Turn = await told(dataclasses.replace(read, limits=(shared,)), HANGS)
    assert "CL24" not in confirmed(turn)
    assert "Mark the dead runs as Crashed" not in turn.report["text"]
