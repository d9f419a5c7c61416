"""A slot without an event of its taking has leaked only where such an event could not be missing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.lab.scenario import find_play
from tests.diagnosis.changed import Rows, ago, asked, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

ACQUIRED, RELEASED, UPDATED = (
    f"prefect.concurrency-limit.{what}" for what in ("acquired", "released", "updated")
)
STUCK = (
    "Code hangs at concurrency('tax-office') for an hour: 1 of 1 slots is taken and no run of mine is alive"
)


def limits(recording: Recording, **values: Any) -> Recording:
    return with_rows(recording, "limits", lambda rows: [{**row, **values} for row in rows])


def events(recording: Recording, *more: dict[str, Any], keep: bool = True) -> Recording:
    """The recording with these events of its limit, and with or without its own."""

    def change(rows: Rows) -> Rows:
        return [*({**rows[0], "related": [], "payload": {}, **one} for one in more), *(rows if keep else ())]

    return with_rows(recording, "slot_events", change)


def without_events(recording: Recording, **since: float) -> Recording:
    """The server with its events deleted, its limit made a month and touched last that long ago."""
    old = limits(recording, created=ago(recording, days=30), updated=ago(recording, **since))
    return with_rows(with_rows(old, "slot_events", lambda _: []), "changes", lambda _: [])


async def test_a_young_limit_with_a_slot_without_events_has_leaked() -> None:
    assert confirmed(await asked(recording_of("global-count-set-too-high"), STUCK))[:1] == ["CL22"]


async def test_a_holder_older_than_events_are_kept_is_not_called_leaked() -> None:
    turn = await asked(without_events(recording_of("global-count-set-too-high"), days=9), STUCK)
    assert "CL22" not in confirmed(turn)
    assert "Prefect keeps its events for 7 days" in turn.report["text"]
    assert "No lease is left" not in turn.report["text"]


async def test_the_servers_own_retention_counts() -> None:
    recording = without_events(recording_of("global-count-set-too-high"), hours=5)

    def kept(period: str) -> Recording:
        settings = {"server": {"events": {"retention_period": period}}}
        known = recording.sources["settings"]
        sources = {**recording.sources, "settings": known.model_copy(update={"answers": (settings,)})}
        return limits(recording.model_copy(update={"sources": sources}), created=ago(recording, hours=6))

    assert "CL22" not in confirmed(await asked(kept("PT1H"), STUCK))
    assert "CL22" in confirmed(await asked(kept("P1D"), STUCK))


async def test_a_slot_taken_since_proves_that_nobody_held_the_only_one_before() -> None:
    recording = limits(
        recording_of("global-count-set-too-high"),
        created=ago(recording_of("global-count-set-too-high"), days=30),
    )
    taken = {"event": ACQUIRED, "id": "taken", "occurred": ago(recording, minutes=20)}
    given = {"event": RELEASED, "id": "given", "follows": "taken", "occurred": ago(recording, minutes=15)}
    assert "CL22" not in confirmed(await asked(recording, STUCK))
    assert "CL22" in confirmed(await asked(events(recording, taken, given), STUCK))


def without_client_events(recording: Recording) -> Recording:
    """The server behind a proxy without WebSocket: heartbeats do not arrive either."""
    return answering(recording, "client_releases", {})


def answering(recording: Recording, source: str, answer: Any) -> Recording:
    known = recording.sources[source].model_copy(update={"answers": (answer,)})
    return recording.model_copy(update={"sources": {**recording.sources, source: known}})


def moved_without_an_event(**since: float) -> Recording:
    recording = recording_of("global-count-set-too-high")
    young = limits(recording, created=ago(recording, hours=1), updated=ago(recording, **since))
    return with_rows(with_rows(young, "slot_events", lambda _: []), "changes", lambda _: [])


@pytest.mark.parametrize(("seconds", "leaked"), [(200, False), (400, True)])
async def test_a_count_moved_without_an_event_may_be_a_lease_that_lives(
    seconds: float, *, leaked: bool
) -> None:
    turn = await asked(moved_without_an_event(seconds=seconds), STUCK)
    assert ("CL22" in confirmed(turn)) is leaked
    assert not leaked or "proxy without WebSocket" in turn.report["text"]


async def test_where_no_event_of_a_client_arrives_nobody_is_called_gone() -> None:
    turn = await asked(without_client_events(moved_without_an_event(minutes=20)), STUCK)
    assert "CL22" not in confirmed(turn)
    assert "no event that a client sent is known since its count moved last" in turn.report["text"]


@pytest.mark.parametrize("told", [True, False])
async def test_a_task_that_is_known_tells_that_events_arrive(*, told: bool) -> None:
    silent = without_client_events(recording_of("limit-never-entered"))
    task = {**recording_of("tag-full").sources["running_tasks"].answers[0]["rows"]["items"][0]}
    task |= {"tags": [], "start_time": ago(silent, seconds=5)}
    recording = with_rows(silent, "running_tasks", lambda _: [task] if told else [])
    turn = await asked(recording, find_play("limit-never-entered").scenario.opening)
    assert ("CL16" in confirmed(turn)) is told


async def test_a_run_that_began_before_the_count_moved_proves_no_event_since() -> None:
    recording = moved_without_an_event(minutes=20)
    began = ago(recording, minutes=50)
    early = with_rows(recording, "active", lambda rows: [{**row, "start_time": began} for row in rows])
    assert "CL22" not in confirmed(await asked(early, STUCK))


async def test_a_run_that_began_just_now_may_have_sent_events_that_are_on_their_way() -> None:
    recording = without_client_events(moved_without_an_event(minutes=20))
    began = ago(recording, seconds=6)
    new = with_rows(recording, "active", lambda rows: [{**row, "start_time": began} for row in rows])
    turn = await asked(new, STUCK)
    assert "CL22" not in confirmed(turn)
    assert "look again in a moment" in turn.report["text"]


async def test_a_server_that_stores_no_events_shows_no_holder_and_no_leak() -> None:
    unkept = {"server": {"services": {"event_persister": {"enabled": False}}}}
    turn = await asked(answering(moved_without_an_event(minutes=20), "settings", unkept), STUCK)
    assert "CL22" not in confirmed(turn)
    assert "this server stores no events" in turn.report["text"]


async def test_a_limit_whose_events_do_not_arrive_may_well_be_used() -> None:
    recording = recording_of("limit-never-entered")
    assert confirmed(await replay(recording))[:1] == ["CL16"]
    assert "CL16" not in confirmed(await replay(without_client_events(recording)))


async def test_an_update_that_changes_nothing_is_not_taken_for_a_count_set_by_hand() -> None:
    recording = recording_of("tag-holder-lost-lease")

    def updated(rows: Rows) -> Rows:
        return [{**rows[0], "event": UPDATED, "id": "no-op", "occurred": ago(recording, seconds=30)}, *rows]

    turn = await replay(limits(with_rows(recording, "changes", updated), updated=ago(recording, seconds=30)))
    assert confirmed(turn)[:1] == ["CL104"]
    assert "CL19" not in confirmed(turn)
    assert "set by hand" not in turn.report["text"]


async def test_a_leak_long_after_the_limit_was_off_is_not_laid_to_that() -> None:
    recording = recording_of("global-leak")
    assert confirmed(await replay(recording))[:1] == ["CL28"]
    taken = {"event": ACQUIRED, "id": "taken", "occurred": ago(recording, seconds=9)}
    given = {"event": RELEASED, "id": "given", "follows": "taken", "occurred": ago(recording, seconds=9)}
    later = limits(events(recording, taken, given), updated=ago(recording, seconds=9))
    earlier = with_rows(
        later,
        "changes",
        lambda rows: [{**row, "occurred": ago(recording, hours=n + 1)} for n, row in enumerate(rows)],
    )
    assert "CL28" not in confirmed(await replay(earlier))
