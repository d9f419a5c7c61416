"""A tag's slot whose lease the tag view does not list has not leaked while a lease may stand behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.engine.facts import Subject
from bot.prefect_live.asking import Row
from bot.prefect_live.lease_lengths import LATE, LENGTHS, ROUND
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import acquired, at, by_id, limit, run, snapshot, task, told

STUCK = "tasks with tag db stay Pending, 1 of 1 slots are taken"
WAITER, WAITS = run("w", age=100.0), task("write", "w", "Pending", 90.0)
ALL_SLOTS = LENGTHS["global"] + ROUND + LATE


def crashed(ago: float) -> Snapshot:
    """One task whose flow run was marked Crashed; the tag view lists its lease no longer."""
    dead, tagged = run("dead", "Crashed", ago, end_time=at(ago)), task("load", "dead", age=ago + 60.0)
    return of_tag(limit("tag:db", 1, 1, moved=ago + 60.0), dead, tasks=(tagged,))


def of_tag(row: Row, *runs: Row, tasks: tuple[Row, ...] = (), **more: Any) -> Snapshot:
    return snapshot(
        limits=(row,),
        active=(WAITER, *(one for one in runs if one["state_type"] == "RUNNING")),
        flow_runs=by_id(WAITER, *runs),
        task_runs=by_id(*tasks),
        tag_views={"tag:db": ()},
        pending_tasks=(WAITS,),
        loose_tasks_read=True,
        tag_events={row["id"]: more.pop("events", ())},
        **more,
    )


def subject(read: Snapshot) -> Subject:
    return limit_subject(read, read.limits[0])


async def test_between_the_end_of_a_lease_and_its_taking_back_one_waits() -> None:
    turn = await told(crashed(65.0), STUCK)
    assert confirmed(turn) == ["CL26"]
    assert "load" in turn.report["text"]
    assert "--active-slots" not in turn.report["text"].partition("2. Or")[0]


@pytest.mark.parametrize(("ago", "told_of"), [(3.0, False), (12.0, True)])
async def test_a_holder_that_ended_just_now_may_have_given_its_slot_back(ago: float, told_of: bool) -> None:
    ended = run("etl", "Completed", ago, end_time=at(ago))
    known = subject(of_tag(limit("tag:db", 1, 1, moved=60.0), ended, events=(acquired("etl", 60.0),)))
    assert ("slots_unexplained" in known.facts) is told_of, known
    if not told_of:
        assert "look again" in known.unavailable["slots_unexplained"]


async def test_long_after_its_lease_the_slot_has_leaked() -> None:
    turn = await told(crashed(ALL_SLOTS + 60.0), STUCK)
    assert confirmed(turn)[:1] == ["CL20"]


async def test_code_that_takes_the_tags_limit_by_its_name_holds_its_slot() -> None:
    code = run("etl", age=300.0)
    read = of_tag(
        limit("tag:db", 1, 1, moved=200.0), code, events=(acquired("etl", 200.0),), signs=frozenset({"etl"})
    )
    facts = subject(read).facts
    assert ([one["id"] for one in facts["holders"]], facts["slots_unexplained"]) == (["etl"], 0)
    turn = await told(read, STUCK)
    assert "CL20" not in confirmed(turn)
    assert "--active-slots 0" not in turn.report["text"]


@pytest.mark.parametrize(("moved", "leaked"), [(200.0, None), (ALL_SLOTS + 1.0, 1)])
async def test_without_events_nothing_has_leaked_until_any_lease_has_ended(
    moved: float, leaked: int | None
) -> None:
    row = limit("tag:db", 1, 1, moved=moved)
    read = of_tag(row)
    unread = replace(read, tag_events={}, failed={f"tag_events:{row['id']}": "not kept"})
    about = subject(unread)
    assert about.facts.get("slots_leaked") == leaked
    assert about.unavailable.get("slots_leaked") == (None if leaked else "not kept")
