"""More limits in doubt than are read one by one: what was left out is open, never told as fact."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

from bot.prefect_live.closer import LEFT, MOST_DOUBTED, MOST_READS, look_closer
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot

from .served import Served

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
OLD = "2026-01-01T09:00:00+00:00"


def deployment_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def limit(number: int, **more: Any) -> dict[str, Any]:
    own = {
        "id": f"l{number:03d}",
        "name": f"deployment:{deployment_id(number)}",
        "limit": 1,
        "active_slots": 1,
    }
    return {**own, "active": True, "slot_decay_per_second": 0.0, "created": OLD, "updated": OLD, **more}


def working(number: int, deployment: int) -> dict[str, Any]:
    own = {"id": f"r{number:03d}", "name": f"run-{number}", "flow_id": "f", "parent_task_run_id": None}
    state = {"timestamp": "2026-01-01T11:50:30+00:00", "state_details": {}}
    place = dict.fromkeys(("work_pool_name", "work_queue_name", "start_time"))
    told = {"deployment_id": deployment_id(deployment), "state_type": "RUNNING", "state_name": "Running"}
    return {**own, **place, **told, "state": state}


def answer(path: str, _: dict[str, Any]) -> Any:
    return {"events": [], "total": 0, "next_page": None} if path.startswith("/events") else []


async def test_a_leak_whose_changes_were_not_read_is_open() -> None:
    read = Snapshot(now=NOW, version="3.8.8", limits=tuple(limit(n) for n in range(MOST_DOUBTED + 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        closer = await look_closer(Served(answer), read)
    first, last = limit_subject(closer, read.limits[0]), limit_subject(closer, read.limits[-1])
    assert first.facts["slots_leaked"] == 1
    assert "slots_leaked" not in last.facts
    assert last.unavailable["slots_leaked"] == last.unavailable["switched_off_seconds"] == LEFT


async def test_histories_beyond_those_that_are_read_are_open() -> None:
    runs = tuple(working(n, 0) for n in range(MOST_READS + 10))
    read = Snapshot(now=NOW, version="3.8.8", limits=(limit(0),), active=runs)
    ask = Served(answer)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        closer = await look_closer(ask, read)
    assert sum(path.startswith("/flow_run_states/") for path, _ in ask.asked) == MOST_READS - 2
    about = limit_subject(closer, read.limits[0])
    assert "running_beyond" not in about.facts, "only some of its runs were asked for a sign of life"
    assert about.unavailable["running_beyond"]
