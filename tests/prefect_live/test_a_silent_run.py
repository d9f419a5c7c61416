"""A run whose heartbeats stopped is dead, unless the worker that watches its process would have told."""

from __future__ import annotations

from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
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
        return [
            {**row, "occurred": ago(recording, seconds=9)} if LOST in str(row["resource"]) else row
            for row in rows
        ]

    assert "CL23" in confirmed(await replay(with_rows(recording, "worker_events", anew)))


async def test_other_workers_do_not_see_what_they_started_end() -> None:
    recording = with_its_worker_online(recording_of("dead-run-holds-pool"))
    elsewhere = with_rows(recording, "pools", lambda rows: [{**row, "type": "kubernetes"} for row in rows])
    assert "CL23" in confirmed(await replay(elsewhere))
