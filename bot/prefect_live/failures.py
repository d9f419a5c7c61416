"""Flow runs that ended at a limit lately, and whether that still holds."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Iterable
from datetime import datetime, timedelta
from typing import Any

from .asking import Asking, Row
from .links import page
from .moments import seconds_since
from .snapshot import Snapshot

LOOKBACK = timedelta(hours=24)
MOST_FAILURES, MOST_LATER = 100, 200
CHANGED = frozenset({"prefect.concurrency-limit.updated", "prefect.concurrency-limit.created"})
# What Prefect writes into a state's message when a limit, or the code around it, ended a run.
AT_A_LIMIT = re.compile(r"ConcurrencySlot|GeneratorContextManager' object does not support")
NAMES = re.compile(r"slots on (\[[^\]]{1,2000}\])|^Concurrency limits (\[[^\]]{1,2000}\])")
NAME = re.compile(r"['\"]([^'\"\n]{1,200})['\"]")


def recent_failures(ask: Asking, now: datetime) -> Awaitable[Any]:
    """Read the flow runs that failed within a day, the newest first."""
    wanted = {
        "state": {"type": {"any_": ["FAILED", "CRASHED"]}},
        "end_time": {"after_": (now - LOOKBACK).isoformat()},
    }
    body = {"flow_runs": wanted, "sort": "END_TIME_DESC", "limit": MOST_FAILURES}
    return ask.rows("/flow_runs/filter", body)


def later_runs(ask: Asking, failures: Iterable[Row]) -> Awaitable[Any]:
    """Read the runs of the same flows that completed since."""
    rows = list(failures)
    wanted = {
        "state": {"type": {"any_": ["COMPLETED"]}},
        "start_time": {"after_": min(row["end_time"] for row in rows)},
    }
    flows = {"id": {"any_": sorted({row["flow_id"] for row in rows})}}
    body = {"flow_runs": wanted, "flows": flows, "sort": "START_TIME_DESC", "limit": MOST_LATER}
    return ask.rows("/flow_runs/filter", body)


def at_a_limit(failures: Iterable[Row]) -> tuple[Row, ...]:
    """Return the newest failure of each flow whose message speaks of a slot."""
    newest: dict[str, Row] = {}
    for row in failures:
        newest.setdefault(row["flow_id"], row)
    return tuple(row for row in newest.values() if row["end_time"] and AT_A_LIMIT.search(_message(row)))


def flows_of(ask: Asking, runs: Iterable[Row]) -> Awaitable[Any]:
    """Read the flows of these runs."""
    flows = {"id": {"any_": sorted({row["flow_id"] for row in runs})}}
    return ask.rows("/flows/filter", {"flows": flows, "limit": MOST_FAILURES})


def failure_records(read: Snapshot) -> list[dict[str, Any]]:
    """Return what still holds: the flow has not completed since, and its limits are as they were."""
    flows = {row["id"]: row["name"] for row in read.failed_flows}
    return [
        _record(read, row, flows.get(row["flow_id"], ""))
        for row in at_a_limit(read.failures)
        if not _completed_since(read, row) and not _told_by_its_limit(read, row)
    ]


def limits_of(message: str) -> list[str]:
    """Return the limits a message names."""
    match = NAMES.search(message)
    return NAME.findall(match[1] or match[2]) if match else []


def _record(read: Snapshot, run: Row, flow: str) -> dict[str, Any]:
    return {
        "id": run["id"],
        "name": run["name"],
        "flow": flow,
        "state": run["state_name"],
        "since_seconds": _ago(read, run["end_time"]),
        "link": page(read.api_url, "flow-run", run["id"]),
        "message": _message(run),
        "limits": limits_of(_message(run)),
    }


def _message(run: Row) -> str:
    return str((run.get("state") or {}).get("message") or "")


def _ago(read: Snapshot, moment: str) -> float:
    return seconds_since(moment, read.now) or 0.0


def _completed_since(read: Snapshot, run: Row) -> bool:
    same = (row for row in read.later_runs if row["flow_id"] == run["flow_id"])
    return any(_ago(read, row["start_time"]) < _ago(read, run["end_time"]) for row in same)


def _told_by_its_limit(read: Snapshot, run: Row) -> bool:
    """Tell whether a limit that the message names got other settings since, or has no slot at all."""
    named = set(limits_of(_message(run)))
    limits = [row for row in read.limits if row["name"] in named]
    return any(row["limit"] == 0 or _settings_age(read, row) < _ago(read, run["end_time"]) for row in limits)


def _settings_age(read: Snapshot, limit: Row) -> float:
    """Return for how long a limit has its settings; without events of that, since it last moved."""
    events = read.slot_events.get(limit["id"], ())
    changed = next((row["occurred"] for row in events if row["event"] in CHANGED), limit["updated"])
    return _ago(read, changed)
