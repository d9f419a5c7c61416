"""A value that Prefect never writes is left out with a word of why; a look never fails of it."""

from __future__ import annotations

import random

import pytest

from bot.knowledge.load import knowledge
from bot.turn import Conversation
from tests.diagnosis.changed import asked, with_rows
from tests.diagnosis.misshapen import Misshapen, misshapen
from tests.diagnosis.recording import recording_of
from tests.diagnosis.replay import RecordedLive, replay
from tests.lab.stage import confirmed

RECORDINGS = ("global-count-set-too-high", "queue-full", "deployment-full", "tag-full", "late-no-worker")
A_FEW = 10  # of several hundred; each is a whole look
OURS = (
    "tag_use",
    "signs_since",
    "client_releases",
    "heartbeats",
    "last_heartbeats",
)  # put together by the bot


def some(name: str) -> list[Misshapen]:
    """A few of all changes, always the same."""
    every = [each for each in misshapen(recording_of(name)) if each.source.partition(":")[0] not in OURS]
    return random.Random(name).sample(every, A_FEW)  # noqa: S311 - no secret


@pytest.mark.parametrize("name", RECORDINGS)
async def test_a_value_in_another_shape_neither_fails_nor_accuses(name: str) -> None:
    recording = recording_of(name)
    whole = confirmed(await replay(recording), kinds=("fault",))
    for each in some(name):
        turn = await replay(each.of(recording))
        assert set(confirmed(turn, kinds=("fault",))) <= {*whole, "CL35"}, (
            f"{each.name}: {turn.report['text']}"
        )


@pytest.mark.parametrize(
    ("name", "source", "field", "value"),
    [
        ("global-full", "limits", "limit", None),
        ("global-full", "limits", "active_slots", None),
        ("global-full", "limits", "slot_decay_per_second", None),
        ("global-full", "limits", "active_slots", 10**12),
        ("global-full", "limits", "limit", "two"),
        ("global-full", "slot_events", "occurred", None),
        ("queue-full", "queues", "priority", None),
        ("queue-full", "pools", "type", None),
        ("late-no-worker", "pools", "type", None),
    ],
)
async def test_what_was_left_out_is_said(name: str, source: str, field: str, value: object) -> None:
    recording = recording_of(name)
    odd = with_rows(recording, source, lambda rows: [{**row, field: value} for row in rows])
    turn = await Conversation(knowledge(), RecordedLive(odd)).doctor()
    assert turn.reply.mood != "healthy"
    assert "not as Prefect writes it" in turn.report["text"] or confirmed(turn), turn.report["text"]


async def test_a_limit_that_was_left_out_is_not_said_to_be_missing() -> None:
    recording = recording_of("global-count-set-too-high")
    odd = with_rows(recording, "limits", lambda rows: [{**row, "active_slots": None} for row in rows])
    turn = await asked(odd, "the limit tax-office is stuck at 1/1")
    assert "Nothing here is named tax-office" not in turn.report["text"]
    assert "active_slots was not as Prefect writes it" in turn.report["text"]


MY_RUNS = "my runs wait, all slots are taken, nothing moves"


@pytest.mark.parametrize(
    ("name", "source", "field", "value"),
    [
        ("pool-full-queue-above", "scheduled", "work_queue_id", {}),
        ("pool-full-queue-above", "active", "tags", 1.5),
        ("lease-lost-restart", "lease_logs", "created", 1.5),
    ],
)
async def test_a_field_of_another_kind_fails_no_look(
    name: str, source: str, field: str, value: object
) -> None:
    recording = recording_of(name)
    odd = with_rows(recording, source, lambda rows: [{**row, field: value} for row in rows])
    assert f"{field} was not as Prefect writes it" in str((await asked(odd, MY_RUNS)).report)


async def test_a_worker_without_a_name_fails_no_look() -> None:
    nameless = {"prefect.resource.id": "prefect.worker.process.w", "prefect.resource.name": {}}
    recording = recording_of("pool-full-queue-above")
    odd = with_rows(recording, "worker_events", lambda rows: [{**row, "resource": nameless} for row in rows])
    assert (await asked(odd, MY_RUNS)).report


@pytest.mark.parametrize("state", [{}, None])
async def test_a_task_without_a_state_fails_no_look(state: dict[str, str] | None) -> None:
    odd = with_rows(
        recording_of("tag-full"), "running_tasks", lambda rows: [{**row, "state": state} for row in rows]
    )
    assert (await asked(odd, MY_RUNS)).report
