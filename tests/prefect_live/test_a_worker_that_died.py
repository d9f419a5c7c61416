"""What a worker's last words tell: of runs it was handed, and of its clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.prefect_live.clocks import wrong_clocks
from bot.prefect_live.snapshot import Snapshot
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

CROWDED = ("worker-limit-full", "worker-serve-full", "parent-child-worker")


def due(recording: Recording, seconds: float, source: str, **more: object) -> Recording:
    at = ago(recording, seconds=seconds)
    change = {"created": at, "next_scheduled_start_time": at, **more}
    return with_rows(recording, source, lambda rows: [{**row, **change} for row in rows])


def polled(recording: Recording, seconds: float) -> Recording:
    """The server whose queues and deployments were asked for runs last that long ago."""
    at = {"last_polled": ago(recording, seconds=seconds)}
    recording = with_rows(recording, "queues", lambda rows: [{**row, **at} for row in rows])
    known = recording.sources["deployments"]
    rows = {own: {**row, **at} for own, row in known.answers[-1].items()}
    sources = {**recording.sources, "deployments": known.model_copy(update={"answers": (rows,)})}
    return recording.model_copy(update={"sources": sources})


@pytest.mark.parametrize("name", CROWDED)
async def test_a_run_that_fell_due_after_the_last_poll_was_never_handed_out(name: str) -> None:
    recording = recording_of(name)
    waits = due(recording, 30, "scheduled")
    assert confirmed(await replay(polled(waits, 20)))[:1] == list(recording.confirmed[:1])
    assert not {"CL56", "CL78", "CL81"} & set(confirmed(await replay(polled(waits, 45))))
    assert not {"CL56", "CL78", "CL81"} & set(confirmed(await replay(polled(waits, 29))))


NOW = recording_of("worker-limit-full").now
POOL = {"id": "one", "name": "pool"}


def clock_of(*events: tuple[float, float], registered: float = 9999) -> list[float]:
    """What is told of a worker's clock, by events received and late so many seconds, newest first."""

    def at(seconds: float) -> str:
        return (NOW - timedelta(seconds=seconds)).isoformat()

    rows: Rows = [
        {
            "resource": {"prefect.resource.name": "worker"},
            "related": [{"prefect.resource.id": "prefect.work-pool.one"}],
            "received": at(received),
            "occurred": at(received + late),
        }
        for received, late in events
    ]
    worker = {"name": "worker", "status": "ONLINE", "created": at(registered)}
    read = Snapshot(now=NOW, worker_events=tuple(rows), workers={"pool": (worker,)})
    return [clock["behind_seconds"] for clock in wrong_clocks(read, POOL)]


def test_events_that_all_come_as_late_tell_of_a_clock() -> None:
    assert clock_of((30, 600), (60, 601)) == [600.0]
    assert clock_of((30, -600), (60, -598)) == [-600.0]


def test_events_that_were_held_up_tell_nothing_of_a_clock() -> None:
    assert clock_of((30, 90)) == []  # one, and a server that was started anew
    assert clock_of((30, 90), (31, 85)) == []  # all sent at once when the server came back
    assert clock_of((30, 90), (300, 0.1)) == []


def test_the_first_event_of_a_new_worker_was_not_held_up() -> None:
    assert clock_of((30, 600), registered=31) == [600.0]


def test_a_clock_that_was_set_right_is_right() -> None:
    assert clock_of((30, 0.1), (60, 0.2), (90, 600)) == []
