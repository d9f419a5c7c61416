"""A run whose heartbeats stopped is dead, unless the worker that watches its process would have told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.diagnosis.as_json import to_json
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

LOST = "train-pool-lost"


def with_its_worker_online(recording: Recording) -> Recording:
    """The server with the worker that began before the run still giving heartbeats."""

    def online(rows: Rows) -> Rows:
        beat = ago(recording, seconds=1)
        return [
            {**row, "status": "ONLINE", "last_heartbeat_time": beat, "heartbeat_interval_seconds": 30}
            for row in rows
        ]

    return with_rows(recording, "workers", online)


async def test_a_silent_run_whose_worker_is_gone_is_dead() -> None:
    assert confirmed(await replay(recording_of("dead-run-holds-pool")))[:1] == ["CL23"]


async def test_a_silent_run_of_a_process_worker_that_is_online_is_not_called_dead() -> None:
    turn = await replay(with_its_worker_online(recording_of("dead-run-holds-pool")))
    assert "CL23" not in confirmed(turn)


async def test_a_worker_that_was_started_anew_watches_nothing_of_before() -> None:
    recording = with_its_worker_online(recording_of("dead-run-holds-pool"))

    def anew(rows: Rows) -> Rows:
        at = dict.fromkeys(("occurred", "received"), ago(recording, seconds=9))
        return [{**row, **at} if LOST in str(row["resource"]) else row for row in rows]

    assert "CL23" in confirmed(await replay(with_rows(recording, "worker_events", anew)))


async def test_other_workers_do_not_see_what_they_started_end() -> None:
    turn = await replay(with_heartbeats(elsewhere(), 20, 23, 26))
    assert "CL23" in confirmed(turn)


async def test_a_run_that_beats_seldom_is_not_dead_before_it_missed_several() -> None:
    early = await replay(with_heartbeats(elsewhere(), 12, 27))
    assert "CL23" not in confirmed(early)
    assert "CL23" in confirmed(await replay(with_heartbeats(elsewhere(), 46, 61)))


async def test_a_known_pace_counts_where_the_worker_is_gone_too() -> None:
    recording = with_heartbeats(recording_of("dead-run-holds-pool"), 12, 27)
    assert "CL23" not in confirmed(await replay(recording))


async def test_one_heartbeat_tells_no_pace() -> None:
    assert "CL23" not in confirmed(await replay(with_heartbeats(elsewhere(), 20)))
    assert "CL23" in confirmed(await replay(with_heartbeats(elsewhere(), 200)))


async def test_the_pace_of_another_run_stands_in() -> None:
    recording = with_another_run(elsewhere(), with_heartbeats_of=(90, 93))
    assert "CL23" in confirmed(await replay(with_heartbeats(recording, 20)))


async def test_heartbeats_of_several_runs_that_stop_at_once_accuse_none() -> None:
    at_once = with_another_run(elsewhere(), with_heartbeats_of=(21, 24))
    assert "CL23" not in confirmed(await replay(with_heartbeats(at_once, 20, 23)))
    apart = with_another_run(elsewhere(), with_heartbeats_of=(50, 53))
    assert "CL23" in confirmed(await replay(with_heartbeats(apart, 20, 23)))


async def test_runs_of_a_worker_that_is_gone_may_have_died_at_once() -> None:
    lost = recording_of("dead-run-holds-pool")
    at_once = with_another_run(lost, with_heartbeats_of=(21, 24))
    assert "CL23" in confirmed(await replay(with_heartbeats(at_once, 20, 23)))


@pytest.mark.parametrize("state", ["RUNNING", "CANCELLING", "PENDING"])
async def test_a_pod_may_outlive_its_worker(state: str) -> None:
    recording = with_rows(in_pods(), "active", lambda rows: [_in_state(row, state) for row in rows])
    assert not {"CL23", "CL24"} & set(confirmed(await replay(without_heartbeats(recording))))


async def test_a_pod_without_heartbeats_is_not_even_said_to_work() -> None:
    turn = await replay(without_heartbeats(with_its_worker_online(in_pods())))
    assert "CL23" not in confirmed(turn)


async def test_of_a_silent_run_it_is_not_said_that_nothing_is_broken() -> None:
    text = (await replay(without_heartbeats(with_its_worker_online(in_pods())))).report["text"]
    assert "Nothing is broken" not in text
    assert "It cannot be told whether these still live: train-lost (Running, " in text


async def test_a_process_does_not_outlive_its_worker_so_silently() -> None:
    recording = all_offline(recording_of("dead-run-holds-pool"))
    assert "CL23" in confirmed(await replay(without_heartbeats(recording)))


async def test_one_heartbeat_of_a_pod_whose_worker_is_gone_tells_no_pace() -> None:
    assert "CL23" not in confirmed(await replay(with_heartbeats(in_pods(), 20)))
    assert "CL23" in confirmed(await replay(with_heartbeats(in_pods(), 20, 23)))


async def test_a_run_that_was_never_asked_about_is_in_doubt() -> None:
    """Heartbeats are read of 20 silent runs; those of the other ones are not known to be missing."""
    recording = without_heartbeats(all_offline(recording_of("dead-run-holds-pool")))
    assert "CL23" in confirmed(await replay(recording))
    few = [{**_runs(recording)[0], "id": f"00000000-0000-0000-0000-{each:012d}"} for each in range(20)]
    for row in few:
        row |= {"work_pool_name": "elsewhere"}
    turn = await replay(with_rows(recording, "active", lambda rows: [*few, *rows]))
    assert "CL23" not in confirmed(turn)
    whys = [reason["why"] for reason in turn.report["unavailable"] if reason["fact"] == "holders_dead"]
    assert any("not all asked for" in why for why in whys)


async def test_refused_heartbeats_are_not_missing_ones() -> None:
    recording = all_offline(recording_of("dead-run-holds-pool"))
    refused = Source(paths=("/events/filter",), failed="Prefect answered 500 on /events/filter")
    sources = {**recording.sources, "last_heartbeats": refused}
    assert "CL23" not in confirmed(await replay(recording.model_copy(update={"sources": sources})))


def in_pods() -> Recording:
    """The server with the silent run in a pod, and no worker of its pool online for minutes."""
    recording = all_offline(recording_of("dead-run-holds-pool"))
    return with_rows(recording, "pools", lambda rows: [{**row, "type": "kubernetes"} for row in rows])


def all_offline(recording: Recording) -> Recording:
    """The server whose workers are gone for three minutes."""
    gone = {"status": "OFFLINE", "last_heartbeat_time": ago(recording, minutes=3)}
    recording = with_rows(recording, "workers", lambda rows: [{**row, **gone} for row in rows])
    polled = {"last_polled": ago(recording, minutes=3)}
    return with_rows(recording, "queues", lambda rows: [{**row, **polled} for row in rows])


def without_heartbeats(recording: Recording) -> Recording:
    """The server whose silent runs never gave a heartbeat, as those of clients before 3.6.22."""
    known = recording.sources["last_heartbeats"].model_copy(update={"answers": ({},)})
    return recording.model_copy(update={"sources": {**recording.sources, "last_heartbeats": known}})


def _in_state(row: dict[str, Any], state: str) -> dict[str, Any]:
    told = {"state_type": state, "state_name": state.capitalize()}
    start = None if state == "PENDING" else row["start_time"]
    return {**row, **told, "start_time": start, "state": {**row["state"], "type": state}}


def elsewhere() -> Recording:
    """The silent run in a pod of long ago, with the worker of its pool online."""
    recording = with_its_worker_online(recording_of("dead-run-holds-pool"))
    recording = with_rows(recording, "pools", lambda rows: [{**row, "type": "kubernetes"} for row in rows])
    begun = ago(recording, hours=5)

    def long_ago(rows: Rows) -> Rows:
        return [{**row, "start_time": begun, "state": {**row["state"], "timestamp": begun}} for row in rows]

    return with_rows(recording, "active", long_ago).model_copy(update={"silent_after": 600.0})


def with_heartbeats(recording: Recording, *minutes: float) -> Recording:
    """The server with heartbeats of the silent run that many minutes ago, newest first."""
    return _beating(recording, _runs(recording)[0]["id"], minutes)


def with_another_run(recording: Recording, with_heartbeats_of: tuple[float, ...]) -> Recording:
    """The server with one more silent run."""
    other = {**_runs(recording)[0], "id": "00000000-0000-0000-0000-0000000000aa", "name": "another"}
    recording = with_rows(recording, "active", lambda rows: [*rows, other])
    return _beating(recording, other["id"], with_heartbeats_of)


def _runs(recording: Recording) -> Rows:
    rows: Rows = recording.sources["active"].answers[0]["rows"]["items"]
    return rows


def _beating(recording: Recording, run: str, minutes: tuple[float, ...]) -> Recording:
    known = recording.sources["last_heartbeats"]
    beats = to_json(tuple(recording.now - timedelta(minutes=each) for each in minutes))
    told = known.model_copy(update={"answers": ({**known.answers[0], run: beats},)})
    return recording.model_copy(update={"sources": {**recording.sources, "last_heartbeats": told}})
