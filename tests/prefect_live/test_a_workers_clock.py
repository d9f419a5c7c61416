"""A worker whose clock is off, or whose run is tried again, is not gone while it lives."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.prefect_live.watching import STARTED, SUBMITTED
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

from .test_a_cancelled_run import cancelled, with_its_worker_online

LOST, NEW = "train-pool-lost", "train-pool-new"
SKEWS = pytest.mark.parametrize("seconds", [-300, -5, 0, 5, 60, 300])


def silent() -> Recording:
    """The server with a silent run of a worker that gives heartbeats."""
    return with_its_worker_online(recording_of("dead-run-holds-pool"))


def run_of(recording: Recording) -> dict[str, Any]:
    rows: Rows = recording.sources["active"].answers[0]["rows"]["items"]
    return next(row for row in rows if row["state_type"] in {"RUNNING", "CANCELLING"})


def with_clocks_ahead(recording: Recording, seconds: float) -> Recording:
    """The server whose workers tell the time so many seconds early; what it received when stays true."""

    def moved(rows: Rows) -> Rows:
        ahead = timedelta(seconds=seconds)
        return [
            {**row, "occurred": (datetime.fromisoformat(row["occurred"]) + ahead).isoformat()} for row in rows
        ]

    return with_rows(recording, "worker_events", moved)


def with_events(recording: Recording, *told: tuple[str, str, float, float]) -> Recording:
    """The server with these events only: kind, worker, seconds since by its clock and since it came."""
    run = {
        "prefect.resource.id": f"prefect.flow-run.{run_of(recording)['id']}",
        "prefect.resource.role": "flow-run",
    }

    def events(rows: Rows) -> Rows:
        return [
            {
                **rows[0],
                "id": str(number),
                "event": kind,
                "occurred": ago(recording, seconds=occurred),
                "received": ago(recording, seconds=received),
                "resource": {**rows[0]["resource"], "prefect.resource.name": worker},
                "related": [run] if kind == SUBMITTED else [],
            }
            for number, (kind, worker, occurred, received) in enumerate(told)
        ]

    return with_rows(recording, "worker_events", events)


def with_run(recording: Recording, **changed: Any) -> Recording:
    own = run_of(recording)["id"]
    return with_rows(
        recording,
        "active",
        lambda rows: [{**row, **changed} if row["id"] == own else row for row in rows],
    )


@SKEWS
async def test_a_clock_that_is_off_makes_no_worker_one_that_was_started_anew(seconds: float) -> None:
    assert "CL23" not in confirmed(await replay(with_clocks_ahead(silent(), seconds)))
    turn = await replay(with_clocks_ahead(with_its_worker_online(cancelled(90)), seconds))
    assert confirmed(turn)[:1] == ["CL12"]


@SKEWS
async def test_a_worker_that_is_gone_is_gone_whatever_its_clock(seconds: float) -> None:
    lost = with_clocks_ahead(recording_of("dead-run-holds-pool"), seconds)
    assert confirmed(await replay(lost))[:1] == ["CL23"]
    assert confirmed(await replay(with_clocks_ahead(cancelled(90), seconds)))[:1] == ["CL114"]


async def test_a_run_that_is_tried_again_bears_the_start_of_its_first_try() -> None:
    early = ago(silent(), hours=3)
    again = with_run(silent(), start_time=early, run_count=2)
    assert "CL23" not in confirmed(await replay(again))
    state = {**run_of(silent())["state"], "timestamp": early}
    before = with_run(silent(), start_time=early, run_count=1, state=state)
    assert "CL23" in confirmed(await replay(before))


@pytest.mark.parametrize(("tries", "told"), [(1, "CL114"), (2, "CL12")])
async def test_so_it_does_when_it_is_cancelled(tries: int, told: str) -> None:
    recording = with_its_worker_online(cancelled(90))
    recording = with_events(recording, (STARTED, "letter-pool-lost", 100, 100))
    again = with_run(recording, start_time=ago(recording, hours=3), run_count=tries)
    made = {"created": ago(recording, hours=4)}
    only = with_rows(
        again, "workers", lambda rows: [{**row, **made} for row in rows if "lost" in row["name"]]
    )
    assert confirmed(await replay(only))[:1] == [told]


@pytest.mark.parametrize("off", [-3600, 0, 3600])
@pytest.mark.parametrize(("started", "dead"), [(22, False), (18, True)])
async def test_the_times_of_one_worker_are_compared_with_each_other(
    off: float, started: float, *, dead: bool
) -> None:
    """It took the run 20 s ago; word of its start may have come late."""
    told = (STARTED, LOST, started - off, 1), (SUBMITTED, LOST, 20 - off, 20)
    turn = await replay(with_events(silent(), *told))
    assert ("CL23" in confirmed(turn)) is dead


@pytest.mark.parametrize(("first", "last", "dead"), [(LOST, NEW, False), (NEW, LOST, True)])
async def test_the_worker_whose_word_came_last_has_the_run(first: str, last: str, *, dead: bool) -> None:
    """The clock of the one that took its first try is an hour ahead; only one of them is online."""
    recording = recording_of("dead-run-holds-pool")
    taken = (SUBMITTED, first, 30 - 3600, 30), (SUBMITTED, last, 20, 20)
    turn = await replay(with_events(recording, *taken))
    assert ("CL23" in confirmed(turn)) is dead
