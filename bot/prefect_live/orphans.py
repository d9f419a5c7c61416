"""Runs that live on though the worker that started them is gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .asking import Row
from .holder_records import flow_record
from .snapshot import Snapshot

SUBMITTED = "prefect.worker.submitted-flow-run"
Record = dict[str, Any]


def orphaned(read: Snapshot, pool: Row, runs: Iterable[Row]) -> list[Record]:
    """Return the living runs whose worker gives no heartbeat, each with worker and where (host:pid)."""
    gone = {row["name"] for row in read.workers.get(pool["name"], ()) if row["status"] != "ONLINE"}
    took = _workers_by_run(read)
    records = [
        {**flow_record(read, run), "worker": took[run["id"]], "where": run.get("infrastructure_pid") or ""}
        for run in runs
        if took.get(run["id"]) in gone and run["state_type"] == "RUNNING"
    ]
    return [record for record in records if record["alive"] is True and record["id"] in read.signs]


def _workers_by_run(read: Snapshot) -> dict[str, str]:
    taken = sorted(
        (event for event in read.worker_events if event["event"] == SUBMITTED),
        key=lambda event: str(event["occurred"]),
    )
    return {
        str(related["prefect.resource.id"]).rpartition(".")[2]: str(
            event["resource"]["prefect.resource.name"]
        )
        for event in taken
        for related in event.get("related", ())
        if related.get("prefect.resource.role") == "flow-run"
    }
