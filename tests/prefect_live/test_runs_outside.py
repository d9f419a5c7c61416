"""A run beside its deployment is told as beyond the limit only where it lives."""

from __future__ import annotations

from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed


def long_ago(recording: Recording, *names: str) -> Recording:
    """The server whose runs of these names were started months ago and say nothing."""
    begun = ago(recording, days=90)

    def older(rows: Rows) -> Rows:
        return [
            {**row, "start_time": begun, "state": {**row["state"], "timestamp": begun}}
            if row["name"] in names
            else row
            for row in rows
        ]

    changed = with_rows(recording, "active", older)
    silent = {
        "signs": Source(paths=("/events/filter",), answers=([],)),
        "last_heartbeats": Source(paths=("/events/filter",), answers=({},)),
    }
    return changed.model_copy(update={"sources": {**changed.sources, **silent}})


async def test_a_run_of_long_ago_that_says_nothing_accuses_nobody() -> None:
    recording = recording_of("deployment-runs-outside")
    assert confirmed(await replay(recording)) == ["CL17"]
    turn = await replay(long_ago(recording, "first", "second"))
    assert "CL17" not in confirmed(turn)
    whys = [reason["why"] for reason in turn.report["unavailable"] if reason["fact"] == "runs_outside"]
    assert any("no log line and no heartbeat" in why for why in whys)


async def test_a_living_one_beside_it_is_told() -> None:
    turn = await replay(long_ago(recording_of("deployment-runs-outside"), "first"))
    assert confirmed(turn) == ["CL17"]
    assert "first" not in turn.report["text"]
