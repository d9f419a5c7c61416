"""Who holds the slots of a limit, and which slots nobody seems to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .alive import TERMINAL, alive, state_seconds
from .asking import Row
from .links import page
from .moments import seconds_since
from .slots_held import Taken, event_holders
from .snapshot import Snapshot

Record = dict[str, Any]
Kind = Literal["task_tag", "global", "rate_limit", "deployment"]
EVENTS_LAG = 8.0  # Prefect stores events some seconds after they happened
JUST_NOW = 1.0


@dataclass(frozen=True, slots=True)
class Held:
    """Holder records and the slots they take; `why` says what stands in the way of knowing them."""

    records: tuple[Record, ...] = ()
    slots: int = 0
    why: str | None = None


def limit_kind(limit: Row) -> Kind:
    """Return the mechanism a limit belongs to."""
    if limit["name"].startswith("tag:"):
        return "task_tag"
    if limit["name"].startswith("deployment:"):
        return "deployment"
    return "rate_limit" if limit["slot_decay_per_second"] > 0 else "global"


def limit_link(api_url: str, limit: Row) -> str:
    """Return the page where a limit is best seen."""
    kind = limit_kind(limit)
    if kind == "deployment":
        return page(api_url, "deployment", limit["name"].partition(":")[2])
    return page(api_url, "tag", limit["id"]) if kind == "task_tag" else page(api_url, "limit", "")


def held(read: Snapshot, limit: Row) -> Held:
    """Return who holds a limit's slots."""
    kind = limit_kind(limit)
    if kind == "rate_limit":
        return Held(why="the slots of a rate limit belong to nobody; they free themselves")
    if limit["active_slots"] <= 0 and kind != "deployment":
        return Held()
    if kind == "deployment":
        return _of_deployment(read, limit)
    return _of_tag(read, limit) if kind == "task_tag" else _of_events(read, limit)


def slots_unexplained(read: Snapshot, limit: Row) -> int | None:
    """Return the counter minus the slots of known holders; None when these cannot be known."""
    known = held(read, limit)
    return None if known.why else max(0, limit["active_slots"] - known.slots)


def too_fresh(read: Snapshot, limit: Row) -> str | None:
    """Say why a counter and its holders cannot be compared at this moment."""
    lag = EVENTS_LAG if limit_kind(limit) == "global" else JUST_NOW
    age = seconds_since(limit["updated"], read.now)
    if limit["id"] in read.moved or (age is not None and age < lag):
        return "its slots changed hands within the last seconds; look again in a moment"
    return None


def flow_record(read: Snapshot, run: Row) -> Record:
    """Return the holder record of a flow run."""
    living, why = alive(read, run)
    return {
        "id": run["id"],
        "name": run["name"],
        "kind": "flow_run",
        "state": run["state_name"],
        "since_seconds": state_seconds(read, run),
        "link": page(read.api_url, "flow-run", run["id"]),
        "alive": living,
        "why": why,
    }


def task_record(read: Snapshot, task_id: str) -> Record:
    """Return the holder record of a task run; it lives as long as its flow run does."""
    task = read.task_runs.get(task_id)
    link = page(read.api_url, "task-run", task_id)
    if task is None:
        why = read.trouble("task_runs") or "Prefect no longer knows this task run"
        gone = {"id": task_id, "name": task_id, "kind": "task_run", "state": None, "since_seconds": None}
        return {**gone, "link": link, "alive": None, "why": why}
    living, why = alive(read, read.flow_runs.get(task["flow_run_id"]))
    if task["state_type"] in TERMINAL:
        living, why = False, f"its task run is already {task['state_name']}"
    return {
        "id": task_id,
        "name": task["name"],
        "kind": "task_run",
        "state": task["state_name"],
        "since_seconds": state_seconds(read, task),
        "link": link,
        "alive": living,
        "why": why,
    }


def _of_tag(read: Snapshot, limit: Row) -> Held:
    view = read.tag_views.get(limit["name"])
    if view is None:
        return Held(
            why=read.trouble(f"tag_view:{limit['name']}") or "its holders were not read: too many limits"
        )
    return Held(tuple(task_record(read, task) for task in view), len(view))


def _of_deployment(read: Snapshot, limit: Row) -> Held:
    if why := read.trouble("active"):
        return Held(why=why)
    own = limit["name"].partition(":")[2]
    runs = [row for row in read.active if row["deployment_id"] == own and _has_lease(row)]
    return Held(tuple(flow_record(read, row) for row in runs), len(runs))


def _has_lease(run: Row) -> bool:
    details = (run.get("state") or {}).get("state_details") or {}
    # Servers before 3.4.11 gave no leases to deployments; there every active run counts.
    return details.get("deployment_concurrency_lease_id", True) is not None


def _of_events(read: Snapshot, limit: Row) -> Held:
    source = f"slot_events:{limit['id']}"
    if why := read.failed.get(source):
        return Held(why=why)
    if limit["id"] not in read.slot_events:
        return Held(why="its holders were not read: too many limits")
    taken = _still_counted(read, limit, event_holders(read.slot_events[limit["id"]]))
    slots = sum(one.slots for one in taken)
    why = read.cut.get(source) if slots < limit["active_slots"] else None
    return Held(tuple(_event_record(read, one) for one in taken), slots, why)


def _still_counted(read: Snapshot, limit: Row, taken: tuple[Taken, ...]) -> tuple[Taken, ...]:
    """Leave out ended runs whose slots the counter no longer holds."""
    kept = [one for one in taken if not _ended(read, one)]
    room = limit["active_slots"] - sum(one.slots for one in kept)
    for one in taken:
        if _ended(read, one) and one.slots <= room:
            kept.append(one)
            room -= one.slots
    return tuple(kept)


def _run_of(read: Snapshot, one: Taken) -> Row | None:
    return (read.task_runs if one.kind == "task_run" else read.flow_runs).get(one.id)


def _ended(read: Snapshot, one: Taken) -> bool:
    run = _run_of(read, one)
    return run is None or run["state_type"] in TERMINAL


def _event_record(read: Snapshot, one: Taken) -> Record:
    run = _run_of(read, one)
    if one.kind == "task_run":
        return {**task_record(read, one.id), "since_seconds": seconds_since(one.at, read.now)}
    if run is None:
        link = page(read.api_url, "flow-run", one.id)
        why = read.trouble("flow_runs") or "Prefect no longer knows this flow run"
        gone = {"id": one.id, "name": one.id, "kind": "flow_run", "state": None, "link": link}
        return {**gone, "since_seconds": seconds_since(one.at, read.now), "alive": None, "why": why}
    return {**flow_record(read, run), "since_seconds": seconds_since(one.at, read.now)}
