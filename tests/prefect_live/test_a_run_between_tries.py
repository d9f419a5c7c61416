"""A run that waits for its retry gives no heartbeats, and its process keeps the deployment's slot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.diagnosis.as_json import to_json
from tests.diagnosis.changed import Rows, ago, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

PACE = 3.0  # minutes


def between_tries(recording: Recording, *, due_in: float) -> Recording:
    """The server whose holder failed 20 minutes ago and is tried again in so many minutes."""

    def retried(rows: Rows) -> Rows:
        failed = {**rows[0]["state"], "type": "SCHEDULED", "name": "AwaitingRetry"}
        failed["timestamp"] = ago(recording, minutes=20)
        waits: dict[str, Any] = {"state_type": "SCHEDULED", "state_name": "AwaitingRetry", "state": failed}
        waits |= {
            "start_time": ago(recording, minutes=50),
            "next_scheduled_start_time": ago(recording, minutes=-due_in),
            "empirical_policy": {**rows[0]["empirical_policy"], "retry_type": "in_process"},
        }
        return [{**rows[0], **waits}, *rows[1:]]

    changed = with_rows(recording, "active", retried)
    run = changed.sources["active"].answers[0]["rows"]["items"][0]["id"]
    beats = to_json(tuple(recording.now - timedelta(minutes=22 + PACE * each) for each in range(4)))
    told = {
        "signs": Source(paths=("/events/filter",), answers=([],)),
        "last_heartbeats": Source(paths=("/events/filter",), answers=({run: beats},)),
    }
    return changed.model_copy(update={"sources": {**changed.sources, **told}})


async def test_a_run_that_waits_for_its_retry_is_not_called_dead() -> None:
    turn = await replay(between_tries(recording_of("deployment-full"), due_in=40))
    assert confirmed(turn)[:1] == ["CL12"]
    assert "CL24" not in confirmed(turn)


async def test_a_run_that_was_not_tried_again_in_time_is_dead() -> None:
    turn = await replay(between_tries(recording_of("deployment-full"), due_in=-10))
    assert confirmed(turn)[:1] == ["CL24"]
