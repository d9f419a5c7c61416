"""Tasks that run or wait outside of flow runs hold tags' slots too."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.facts import Subject
from bot.errors import OutOfReach
from bot.lab.rest import Rest
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.loose_tasks import with_loose_tasks
from bot.prefect_live.snapshot import Snapshot
from tests.diagnosis.changed import asked, with_rows
from tests.diagnosis.recording import recording_of
from tests.lab.stage import confirmed

from .place import Place, subject
from .served import Served

OPENING = "Our tagged tasks stay Pending for an hour, why?"
SETTLED = 1.2  # s after which a count may be compared with its holders


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def counted(place: Place, tag: str) -> Subject:
    """Let the tag's limit count one slot without a lease, and look at it."""
    await place.rest.patch(f"/v2/concurrency_limits/tag:{tag}", {"active_slots": 1})
    await asyncio.sleep(SETTLED)
    return subject(await place.look(tag), f"limit:tag:{tag}")


async def test_a_task_outside_of_flow_runs_may_hold_the_slot(place: Place) -> None:
    tag = await place.tag(1)
    task = await place.task_run(None, "RUNNING", [tag])
    facts = (await counted(place, tag)).facts
    assert ([one["id"] for one in facts["holders"]], facts["slots_unexplained"]) == ([task], 0)
    assert facts["holders"][0]["alive"] is None
    assert facts["loose_tasks_read"]


async def test_a_slot_that_no_task_holds_anywhere_has_leaked(place: Place) -> None:
    tag = await place.tag(1)
    await place.task_run(None, "RUNNING", ["another"])
    facts = (await counted(place, tag)).facts
    assert (facts["holders"], facts["slots_unexplained"], facts["loose_tasks_read"]) == ([], 1, True)


async def test_a_task_outside_of_flow_runs_is_seen_waiting(place: Place) -> None:
    tag = await place.tag(1)
    await place.take(f"tag:{tag}", await place.task_run(None, "RUNNING", [tag]))
    waits = await place.task_run(None, "PENDING", [tag])
    await asyncio.sleep(SETTLED)
    facts = subject(await place.look(tag), f"limit:tag:{tag}").facts
    assert ([one["id"] for one in facts["waiting"]], facts["slots_unexplained"]) == ([waits], 0)


async def test_a_full_tag_limit_is_not_said_to_keep_nobody_waiting(place: Place) -> None:
    tag = await place.tag(1)
    await place.take(f"tag:{tag}", await place.task_run(await place.flow_run(), "RUNNING", [tag]))
    about = subject(await place.look(tag), f"limit:tag:{tag}")
    assert "waiting_count" not in about.facts
    assert "no task is seen waiting" in about.unavailable["waiting_count"]


async def test_the_link_of_a_task_without_a_flow_run_leads_to_no_run(place: Place) -> None:
    task = await place.task_run(None, "RUNNING", [])
    found = await place.look(run=f"http://127.0.0.1:4200/runs/task-run/{task}")
    assert "run" not in {one.kind for one in found.subjects}
    assert not [why for why in found.unavailable.values() if "422" in why]


LIMIT: dict[str, Any] = {"id": "l", "name": "tag:db", "limit": 1, "active_slots": 1, "active": True}
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
OLD = (NOW - timedelta(hours=3)).isoformat()
LEAKED = Snapshot(
    now=NOW,
    limits=({**LIMIT, "slot_decay_per_second": 0.0, "created": OLD, "updated": OLD},),
    tag_views={"tag:db": ()},
)


async def test_what_could_not_be_read_is_not_taken_for_none() -> None:
    def refuse(path: str, _: Any) -> Any:
        raise OutOfReach(f"500 on {path}")

    read = await with_loose_tasks(Served(refuse), LEAKED)
    facts = limit_subject(read, read.limits[0]).facts
    assert (facts["loose_tasks_read"], facts["slots_leaked"]) == (False, 1)
    assert read.failed["loose_tasks"] == "500 on /task_runs/filter"


async def test_tasks_outside_are_asked_for_only_where_those_inside_leave_something_open() -> None:
    idle = replace(LEAKED, limits=({**LEAKED.limits[0], "active_slots": 0},))
    ask = Served(lambda _path, _body: [])
    assert await with_loose_tasks(ask, idle) is idle
    assert not ask.asked


async def test_tagged_tasks_that_wait_unseen_are_told_of_the_full_limit() -> None:
    recording = recording_of("tag-full")
    seen = await asked(with_rows(recording, "pending_tasks", lambda _: []), OPENING)
    assert confirmed(seen) == ["CL13"], seen.report["text"]

    for source in ("pending_tasks", "running_tasks", "active"):
        recording = with_rows(recording, source, lambda _: [])
    unseen = await asked(recording, OPENING)
    assert "no fault" not in unseen.report["text"]
    assert not confirmed(unseen)
