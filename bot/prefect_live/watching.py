"""Which worker watches a run: a process worker tells when a process of its own ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .asking import Row
from .moments import moment, seconds_since
from .signs import arrived
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
    A worker that started later, under whatever name, watches only what it started itself. A worker's clock
    may differ from the server's: of its own events the times are compared with each other.
    """
    pool = read.pool_of(run)
    if pool is None or pool["type"] != "process":
        return False
    online = read.once(f"online:{pool['name']}", lambda: _online(read, pool["name"]))
    started = read.once("last_starts", lambda: _last(read, STARTED, _name_of))
    if taking := _takings(read).get(run["id"]):
        name = _name_of(taking)
        return name in online and (name not in started or _occurred(started[name]) <= _occurred(taking))
    began = _began(run)
    since = (_since(online[name], started.get(name)) for name in online)
    return began is not None and any(at is not None and at <= began for at in since)


def _since(created: datetime | None, started: Row | None) -> datetime | None:
    """Return since when a worker is online; its word of it may come late, or bear a time to come."""
    told = min(_occurred(started), arrived(started)) if started else None
    return max(filter(None, (created, told)), default=None)


def taken_by(read: Snapshot) -> dict[str, str]:
    """Return the worker that took each run last, as its events tell."""
    return {run: _name_of(event) for run, event in _takings(read).items()}


def _began(run: Row) -> datetime | None:
    """Return when a run's process was started, at the latest: its start time is that of its first try."""
    start, since = moment(run.get("start_time")), moment((run.get("state") or {}).get("timestamp"))
    tried_again = run["state_type"] in {"PENDING", "RUNNING"} or (run.get("run_count") or 0) > 1
    return max(filter(None, (start, since)), default=None) if tried_again or start is None else start


def _takings(read: Snapshot) -> dict[str, Row]:
    """Return the event of each run that tells which worker took it last."""
    return read.once("takings", lambda: _last(read, SUBMITTED, _run_of))


def _last(read: Snapshot, kind: str, key: Callable[[Row], str]) -> dict[str, Row]:
    """Return the event of a kind that came last, by a key, where events of workers were read."""
    events = [event for event in read.worker_events if event["event"] == kind]
    return {key(event): event for event in sorted(events, key=arrived)}


def _name_of(event: Row) -> str:
    return str(event["resource"].get("prefect.resource.name"))


def _run_of(event: Row) -> str:
    related = event.get("related") or ()
    ids = (row["prefect.resource.id"] for row in related if row.get("prefect.resource.role") == "flow-run")
    return next((str(each).rpartition(".")[2] for each in ids), "")


def _occurred(event: Row) -> datetime:
    return datetime.fromisoformat(event["occurred"])


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
