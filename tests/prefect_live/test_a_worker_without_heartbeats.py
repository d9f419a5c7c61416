"""A worker whose heartbeats do not arrive may poll all the same: then nobody says that none polls."""

from __future__ import annotations

import pytest

from bot.prefect_live.alive import POLLED_BESIDE
from tests.diagnosis.changed import ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed


def offline(recording: Recording, *, beat: float, polled: float) -> Recording:
    """The server that heard of its worker so many seconds ago, and whose queue was asked for runs since."""
    gone = {
        "status": "OFFLINE",
        "last_heartbeat_time": ago(recording, seconds=beat),
        "heartbeat_interval_seconds": 30,
    }
    recording = with_rows(recording, "workers", lambda rows: [{**row, **gone} for row in rows])
    asked = {"last_polled": ago(recording, seconds=polled)}
    return with_rows(recording, "queues", lambda rows: [{**row, **asked} for row in rows])


async def test_a_fresh_poll_contradicts_that_no_worker_polls() -> None:
    turn = await replay(offline(recording_of("pool-full"), beat=100, polled=4))
    assert "CL30" not in confirmed(turn)
    whys = [reason["why"] for reason in turn.report["unavailable"] if reason["fact"] == "workers_online"]
    assert whys[:1] == [POLLED_BESIDE]


@pytest.mark.parametrize(("beat", "polled"), [(100, 95), (55, 50), (400, 90)])
async def test_a_worker_that_is_gone_asked_last_when_it_last_gave_a_heartbeat(
    beat: float, polled: float
) -> None:
    turn = await replay(offline(recording_of("pool-full"), beat=beat, polled=polled))
    assert "CL30" in confirmed(turn)
