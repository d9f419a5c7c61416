"""Which worker watches a run: a process worker tells when a process of its own ends."""

from __future__ import annotations

from datetime import datetime

from .asking import Row
from .moments import moment, seconds_since
from .snapshot import Snapshot

STARTED, SUBMITTED = "prefect.worker.started", "prefect.worker.submitted-flow-run"


def not_left_behind(read: Snapshot) -> list[Row]:
    """Return the active runs whose process worker is not known to be gone."""
    return read.once("not_left_behind", lambda: [row for row in read.active if not left_behind(read, row)])


def left_behind(read: Snapshot, run: Row) -> bool:
    """Tell whether the process worker that started a run is gone, as far as that can be seen."""
    known = of_process_pool(read, run) and run["work_pool_name"] in read.workers
    return known and not watched(read, run)


def of_process_pool(read: Snapshot, run: Row) -> bool:
    """Tell whether a run is a process beside its worker; a pod or a container needs no worker to go on."""
    pool = read.pool_of(run)
    return pool is not None and pool["type"] == "process"


def watched(read: Snapshot, run: Row) -> bool:
    """Tell whether the process worker that started a run may be online still.

    It tells within seconds when a process of its own ends; so a silent one is frozen, or kept from the API.
    A worker that started later, under whatever name, watches only what it started itself.
    """
    pool = read.pool_of(run)
    began = moment(run.get("start_time")) or moment((run.get("state") or {}).get("timestamp"))
    if pool is None or pool["type"] != "process" or began is None:
        return False
    online = read.once(f"online:{pool['name']}", lambda: _online(read, pool["name"]))
    taker = taken_by(read).get(run["id"])
    may = {taker} & online.keys() if taker else online.keys()
    started = read.once("last_starts", lambda: _last_starts(read))
    return any((at := started.get(name) or online[name]) is not None and at <= began for name in may)


def _last_starts(read: Snapshot) -> dict[str, datetime]:
    """Return when each worker was started last, where its events were read."""
    times: dict[str, datetime] = {}
    for event in read.worker_events:
        name, at = str(event["resource"].get("prefect.resource.name")), moment(event["occurred"])
        if event["event"] == STARTED and at is not None:
            times[name] = max(at, times.get(name, at))
    return times


def taken_by(read: Snapshot) -> dict[str, str]:
    """Return the worker that took each run last, as its events tell."""
    return read.once("taken_by", lambda: _taken_by(read))


def _taken_by(read: Snapshot) -> dict[str, str]:
    taken = [event for event in read.worker_events if event["event"] == SUBMITTED]
    taken.sort(key=lambda event: str(event["occurred"]))
    return {
        str(related["prefect.resource.id"]).rpartition(".")[2]: str(
            event["resource"].get("prefect.resource.name")
        )
        for event in taken
        for related in event.get("related") or ()
        if related.get("prefect.resource.role") == "flow-run"
    }


def _online(read: Snapshot, pool: str) -> dict[str, datetime | None]:
    """Return since when a pool's workers are known that give heartbeats.

    The server calls a lost one ONLINE for a while yet.
    """
    rows = [row for row in read.workers.get(pool, ()) if row["status"] == "ONLINE"]
    ages = [(row, seconds_since(row["last_heartbeat_time"], read.now)) for row in rows]
    return {
        row["name"]: moment(row.get("created"))
        for row, age in ages
        if age is not None and age < 3 * (row.get("heartbeat_interval_seconds") or 30)
    }
