"""Runs that live on though the worker that started them is gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .asking import Row
from .holder_records import flow_record
from .snapshot import Snapshot
from .watching import taken_by

Record = dict[str, Any]


def orphaned(read: Snapshot, pool: Row, runs: Iterable[Row]) -> list[Record]:
    """Return the living runs whose worker gives no heartbeat, each with worker and where (host:pid)."""
    gone = {row["name"] for row in read.workers.get(pool["name"], ()) if row["status"] != "ONLINE"}
    took = taken_by(read)
    records = [
        {**flow_record(read, run), "worker": took[run["id"]], "where": run.get("infrastructure_pid") or ""}
        for run in runs
        if took.get(run["id"]) in gone and run["state_type"] == "RUNNING"
    ]
    return [record for record in records if record["alive"] is True and record["id"] in read.signs]
