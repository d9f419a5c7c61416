"""Runs that the deployment's limit ended, and runs that cannot end because of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .asking import Row
from .holder_records import flow_record
from .links import page
from .moments import seconds_since
from .shared_limits import lease_in, limit_of, users_of
from .snapshot import Snapshot

Record = dict[str, Any]
REACHED = re.compile(r"^Deployment concurrency limit reached\.?$")
LOST = re.compile(r"slot lost during provisioning|limit reached after lease expiry")
REFUSED_END = re.compile(r"500 Internal Server Error[^\n]{0,300}set_state|Finished in state Running\(\)")


def cancelled_at_limit(read: Snapshot, deployment: str) -> list[Record]:
    """Return the runs that were cancelled because they found the limit reached, newest first."""
    return [_record(read, run) for run in _cancelled(read, deployment, REACHED)]


def lost_when_starting(read: Snapshot, deployment: str) -> list[Record]:
    """Return the runs that were cancelled because their slot was gone when they began, newest first."""
    return [_record(read, run) for run in _cancelled(read, deployment, LOST)]


def runs_without_their_limit(active: Iterable[Row], limits: Iterable[Row]) -> list[Row]:
    """Return the runs that hold a slot of a deployment's limit which is gone or switched off."""
    counted = {own for row in limits if row["active"] for own in users_of(row)}
    return [
        row
        for row in active
        if row["deployment_id"] and lease_in(row["state"]) and row["deployment_id"] not in counted
    ]


def cannot_end(read: Snapshot, deployment: str) -> list[Record]:
    """Return the runs of a deployment whose end the server refused, because their limit is gone or off."""
    refused = {row["flow_run_id"] for row in read.last_words if REFUSED_END.search(row["message"])}
    runs = runs_without_their_limit(read.active, read.limits)
    return [
        flow_record(read, run) for run in runs if run["deployment_id"] == deployment and run["id"] in refused
    ]


def focus_of_end(read: Snapshot) -> frozenset[str]:
    """Return the deployment and its limit when the limit ended the asked run, or keeps it from ending."""
    run, own = read.run, (read.run or {}).get("deployment_id")
    if run is None or not own:
        return frozenset()
    ends = (*cancelled_at_limit(read, own), *lost_when_starting(read, own), *cannot_end(read, own))
    meant = any(record["id"] == run["id"] for record in ends)
    limit = limit_of(read.limits, own) or {"name": f"deployment:{own}"}
    return frozenset({f"deployment:{own}", f"limit:{limit['name']}"} if meant else ())


def _cancelled(read: Snapshot, deployment: str, why: re.Pattern[str]) -> list[Row]:
    asked = [read.run] if read.run and read.run["state_type"] == "CANCELLED" else []
    rows = {row["id"]: row for row in (*asked, *read.cancelled) if row["deployment_id"] == deployment}
    return [row for row in rows.values() if why.search(str((row["state"] or {}).get("message") or ""))]


def _record(read: Snapshot, run: Row) -> Record:
    return {
        "id": run["id"],
        "name": run["name"],
        "state": run["state_name"],
        "since_seconds": seconds_since((run["state"] or {}).get("timestamp"), read.now),
        "link": page(read.api_url, "flow-run", run["id"]),
    }
