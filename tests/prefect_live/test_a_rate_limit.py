"""The slots of a rate limit come back with time; servers before 3.7.0 do not tell so in their count."""

from __future__ import annotations

import pytest

from tests.diagnosis.as_json import to_json
from tests.diagnosis.changed import ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

PER_SECOND = 0.01  # one slot comes back every 100 s


def idle(version: str, seconds: float) -> Recording:
    """The server with a rate limit of three slots that were all taken that long ago."""
    recording = recording_of("rate-limit-used-up")
    change = {"updated": ago(recording, seconds=seconds), "slot_decay_per_second": PER_SECOND}
    recording = with_rows(recording, "limits", lambda rows: [{**row, **change} for row in rows])
    told = recording.sources["version"].model_copy(update={"answers": (to_json(version),)})
    return recording.model_copy(update={"sources": {**recording.sources, "version": told}})


@pytest.mark.parametrize("version", ["3.4.8", "3.6.24"])
async def test_an_old_servers_count_is_less_what_came_back_since(version: str) -> None:
    turn = await replay(idle(version, 90))
    assert confirmed(turn)[:1] == ["CL15"]
    assert "falls from second to second" not in turn.report["text"]
    for seconds in (110, 10_800):
        assert "CL15" not in confirmed(await replay(idle(version, seconds)))


@pytest.mark.parametrize("version", ["3.7.0", "3.8.8"])
async def test_a_newer_servers_count_is_told_as_it_is(version: str) -> None:
    turn = await replay(idle(version, 110))
    assert confirmed(turn)[:1] == ["CL15"]
    assert "falls from second to second" in turn.report["text"]
