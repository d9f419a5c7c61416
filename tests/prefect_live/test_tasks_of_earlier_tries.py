"""A task that a killed try of its run left as Running or Pending neither works nor waits."""

from __future__ import annotations

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import at, by_id, limit, run, snapshot, task, told
from .test_runs_tried_again import NOTHING, in_its_process, killed

TOO_MANY = "the tag limit db does not limit, more tasks run than it allows"
STUCK = "tasks with tag db are stuck in Pending, why?"
UNREAD = {"states:again": "the server answered 500"}
RETRIED, IN_ITS_PROCESS = killed(1700.0, 1680.0, 1300.0), in_its_process(1700.0, 1300.0)


def in_try(own: Row, number: int) -> Row:
    return {**own, "flow_run_run_count": number}


NOW, LEFT = in_try(task("now", "again", age=1290.0), 2), in_try(task("left", "again", age=1695.0), 1)
WAITS = in_try(task("waits", "again", "Pending", 1280.0), 0)


def seen(
    history: tuple[Row, ...] | None,
    *tasks: Row,
    used: int = 1,
    most: int = 1,
    view: tuple[str, ...] = ("now",),
) -> Snapshot:
    """A run in its second try, with tasks of both, those in `view` with a lease."""
    again = run("again", age=1300.0, run_count=2)
    running = tuple(each for each in tasks if each["state_name"] == "Running")
    return snapshot(
        limits=(limit("tag:db", most, used, 1290.0),),
        tag_views={"tag:db": view},
        active=(again,),
        running_tasks=running,
        pending_tasks=tuple(each for each in tasks if each["state_name"] == "Pending"),
        task_runs=by_id(*running),
        flow_runs=by_id(again),
        flows={"flow": "etl"},
        signs=frozenset({"again"}),
        signs_since={"limit-tag:db": frozenset({"again"})},
        run_states={} if history is None else {"again": history},
        limit_changes={"limit-tag:db": ()},
        tag_events={"limit-tag:db": ()},
        failed=UNREAD if history is None else {},
    )


async def test_a_task_that_a_killed_try_left_does_not_run_beside_the_limit() -> None:
    turn = await told(seen(RETRIED, NOW, LEFT), TOO_MANY)
    assert "CL104" not in confirmed(turn)
    assert "flow-run cancel" not in turn.report["text"]


async def test_one_that_a_retry_in_its_process_left_works_on() -> None:
    assert confirmed(await told(seen(IN_ITS_PROCESS, NOW, LEFT), TOO_MANY))[:1] == ["CL104"]


async def test_so_does_one_of_this_try_that_lost_its_lease() -> None:
    other = in_try(task("other", "again", age=1295.0), 2)
    for history in (RETRIED, None):
        assert confirmed(await told(seen(history, NOW, other), TOO_MANY))[:1] == ["CL104"]


async def test_the_slot_of_a_task_that_was_killed_has_leaked() -> None:
    turn = await told(seen(RETRIED, NOW, LEFT, WAITS, used=2, most=2), STUCK)
    assert confirmed(turn)[:1] == ["CL20"]
    assert NOTHING not in turn.report["text"]
    assert "--active-slots 1" in turn.report["text"]


async def test_that_of_a_task_which_a_retry_in_its_process_left_has_not() -> None:
    turn = await told(seen(IN_ITS_PROCESS, NOW, LEFT, WAITS, used=2, most=2), STUCK)
    assert confirmed(turn)[:1] == ["CL13"]
    assert "--active-slots" not in turn.report["text"]


async def test_where_the_history_could_not_be_read_the_task_may_live_or_not() -> None:
    for used, most, text in ((1, 1, TOO_MANY), (2, 2, STUCK)):
        turn = await told(seen(None, NOW, LEFT, WAITS, used=used, most=most), text)
        assert not {"CL104", "CL20", "CL13"} & set(confirmed(turn))
        assert NOTHING not in turn.report["text"]
        assert "flow-run cancel" not in turn.report["text"]


async def test_a_lease_that_a_killed_task_still_has_runs_out() -> None:
    history = killed(100.0, 80.0, 60.0)
    left = in_try(task("left", "again", age=95.0), 1)
    read = seen(history, left, in_try(task("waits", "again", "Pending", 50.0), 0), view=("left",))
    assert confirmed(await told(read, STUCK)) == ["CL26"]


@pytest.mark.parametrize(("age", "number", "waiting"), [(1695.0, 0, 0), (1280.0, 0, 1)])
def test_only_what_this_try_made_waits(age: float, number: int, waiting: int) -> None:
    read = seen(RETRIED, NOW, in_try(task("it", "again", "Pending", age), number))
    assert limit_subject(read, read.limits[0]).facts.get("waiting_count", 0) == waiting


def test_a_task_was_made_when_prefect_says_so_whatever_its_clients_clock_says() -> None:
    slow = {**in_try(task("it", "again", "Pending", 1900.0), 0), "created": at(1280.0)}
    read = seen(RETRIED, NOW, slow)
    assert limit_subject(read, read.limits[0]).facts["waiting_count"] == 1
