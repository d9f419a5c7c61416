"""A run in Cancelling is called left alone only where it is known that whoever should end it is gone."""

from __future__ import annotations

from bot.engine.findings import Hints
from bot.prefect_live.connection import PrefectLive
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import RecordedLive, replay
from tests.lab.stage import confirmed

LOST = "letter-pool-lost"


def cancelled(seconds: float, *, pool: str = "process") -> Recording:
    """The recorded server where silence counts after ten minutes, as by default."""
    recording = recording_of("deployment-stuck-cancelling").model_copy(update={"silent_after": 600.0})

    def since(rows: Rows) -> Rows:
        at = ago(recording, seconds=seconds)
        return [
            {**row, "state": {**row["state"], "timestamp": at}} if row["state_type"] == "CANCELLING" else row
            for row in rows
        ]

    changed = with_rows(recording, "active", since)
    return with_rows(changed, "pools", lambda rows: [{**row, "type": pool} for row in rows])


def with_its_worker_online(recording: Recording) -> Recording:
    def online(rows: Rows) -> Rows:
        beat = {"last_heartbeat_time": ago(recording, seconds=1), "heartbeat_interval_seconds": 30}
        return [{**row, "status": "ONLINE", **beat} for row in rows]

    return with_rows(recording, "workers", online)


async def test_nobody_ends_it_once_the_worker_that_started_it_is_gone() -> None:
    assert confirmed(await replay(cancelled(90)))[:1] == ["CL114"]


async def test_a_run_that_was_cancelled_a_moment_ago_is_about_to_end() -> None:
    assert confirmed(await replay(cancelled(40)))[:1] == ["CL12"]


async def test_the_worker_that_started_it_ends_it() -> None:
    assert confirmed(await replay(with_its_worker_online(cancelled(90))))[:1] == ["CL12"]


async def test_a_worker_that_was_started_anew_does_not_end_it() -> None:
    recording = with_its_worker_online(cancelled(90))

    def anew(rows: Rows) -> Rows:
        at = dict.fromkeys(("occurred", "received"), ago(recording, seconds=9))
        return [{**row, **at} if LOST in str(row["resource"]) else row for row in rows]

    assert confirmed(await replay(with_rows(recording, "worker_events", anew)))[:1] == ["CL114"]


async def test_where_the_run_ends_itself_nobody_can_tell_whether_it_does() -> None:
    assert not {"CL12", "CL114"} & set(confirmed(await replay(cancelled(90, pool="kubernetes"))))


async def test_a_server_that_forgets_the_lease_subtracts_once_more() -> None:
    def on(version: str) -> Recording:
        known = cancelled(90)
        told = known.sources["version"].model_copy(update={"answers": (version,)})
        return known.model_copy(update={"sources": {**known.sources, "version": told}})

    for version, warned in (("3.6.20", True), ("3.6.24", False)):
        turn = await replay(on(version))
        assert confirmed(turn)[:1] == ["CL114"]
        assert ("once more" in turn.report["text"]) == warned


async def test_a_slot_that_its_lease_freed_is_neither_held_by_it_nor_lost_count_of() -> None:
    freed = with_rows(cancelled(90), "limits", lambda rows: [{**row, "active_slots": 0} for row in rows])
    assert "CL114" not in confirmed(await replay(freed))
    found = await RecordedLive(freed).look(PrefectLive.probes, Hints())
    (limit,) = (one for one in found.subjects if one.kind == "limit")
    assert not limit.facts.get("running_beyond")
