"""An event bears the time of its client's clock; when it came is told by the server's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.prefect_live.alive import alive
from bot.prefect_live.asking import Asking
from bot.prefect_live.closer import limit_changes
from bot.prefect_live.signs import last_heartbeats, signs_of_life
from bot.prefect_live.snapshot import Snapshot
from bot.prefect_live.sources import slot_events, worker_events

from .served import Answer, Served

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
RUN = "00000000-0000-0000-0000-0000000000aa"
READS: dict[str, Callable[[Asking], Awaitable[Any]]] = {
    "slots": lambda ask: slot_events(ask, "limit", NOW),
    "workers": lambda ask: worker_events(ask, ["pool"], NOW),
    "heartbeats": lambda ask: last_heartbeats(ask, [RUN], NOW),
    "changes": lambda ask: limit_changes(ask, "limit", NOW),
}


def beats(*minutes: float, behind: float) -> Answer:
    """Heartbeats that came so many minutes ago, from a clock that is so many minutes behind."""
    rows = [
        {
            "id": f"00000000-0000-0000-0000-{number:012d}",
            "event": "prefect.flow-run.heartbeat",
            "occurred": (NOW - timedelta(minutes=each + behind)).isoformat(),
            "received": (NOW - timedelta(minutes=each)).isoformat(),
            "resource": {"prefect.resource.id": f"prefect.flow-run.{RUN}"},
            "related": [],
            "payload": {},
        }
        for number, each in enumerate(minutes)
    ]
    told = {"events": rows, "next_page": None}
    return lambda path, _: told if path.startswith("/events") else []


def running(told: dict[str, tuple[datetime, ...]]) -> bool | None:
    """Tell whether a run of a Docker pool lives, by its heartbeats."""
    row: dict[str, Any] = {
        "id": RUN,
        "state_type": "RUNNING",
        "state_name": "Running",
        "work_pool_name": "pool",
    }
    began = (NOW - timedelta(hours=2)).isoformat()
    row |= {"start_time": began, "state": {"timestamp": began}, "parent_task_run_id": None}
    pools = ({"name": "pool", "type": "docker"},)
    return alive(Snapshot(now=NOW, active=(row,), pools=pools, last_heartbeats=told), row)[0]


async def test_a_run_whose_clock_is_behind_lives_by_when_its_heartbeats_came() -> None:
    assert running(await last_heartbeats(Served(beats(1, 4, 7, behind=15)), [RUN], NOW)) is True


@pytest.mark.parametrize("behind", [15, 0, -120])
async def test_heartbeats_that_stopped_have_stopped_on_any_clock(behind: float) -> None:
    ask = Served(beats(20, 23, 26, behind=behind))
    assert running(await last_heartbeats(ask, [RUN], NOW)) is False


async def test_an_event_from_the_time_to_come_is_a_sign_only_while_it_is_new() -> None:
    fresh = await signs_of_life(Served(beats(1, behind=-120)), [RUN], NOW, 600)
    assert [row["id"] for row in fresh.rows] == [RUN]
    assert not (await signs_of_life(Served(beats(20, behind=-120)), [RUN], NOW, 600)).rows


@pytest.mark.parametrize("kind", READS)
async def test_no_window_is_longer_than_cloud_answers(kind: str) -> None:
    ask = Served(lambda *_: {"events": [], "next_page": None})
    await READS[kind](ask)
    window = ask.asked[0][1]["filter"]["occurred"]
    since, until = (datetime.fromisoformat(window[end]) for end in ("since", "until"))
    assert until - since <= timedelta(days=14)
    if kind != "changes":  # which the server tells itself
        assert until - NOW >= timedelta(hours=3)
