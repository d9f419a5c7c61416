"""Who holds the slots of a limit, and which slots nobody seems to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.engine.releases import older

from .alive import alive
from .asking import Row
from .holder_records import Record, event_record, flow_record, still_counted, task_record
from .links import page
from .moments import seconds_since
from .slots_held import taken_while_active, untold_holders
from .snapshot import Snapshot

Kind = Literal["task_tag", "global", "rate_limit", "deployment"]
EVENTS_LAG = 8.0  # Prefect stores events some seconds after they happened
JUST_NOW = 1.0
MARKED_SINCE = "3.6.24"  # servers before it forget a run's lease when the run is cancelled
MOVING = "its slots changed hands within the last seconds; look again in a moment"
TAKES_A_SLOT = frozenset({"PENDING", "RUNNING", "CANCELLING"})


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


def full(limit: Row) -> bool:
    """Tell whether a limit that is on has no free slot."""
    return bool(limit["active"] and limit["active_slots"] >= limit["limit"] > 0)


def slots_unexplained(read: Snapshot, limit: Row) -> int | None:
    """Return the counter minus the slots of known holders; None when these cannot be known."""
    known = held(read, limit)
    return None if known.why else max(0, limit["active_slots"] - known.slots)


def too_fresh(read: Snapshot, limit: Row, lag: float | None = None) -> str | None:
    """Say why a counter and its holders cannot be compared at this moment."""
    lag = lag or (EVENTS_LAG if limit_kind(limit) == "global" else JUST_NOW)
    age = seconds_since(limit["updated"], read.now)
    if limit["id"] in read.moved or (age is not None and age < lag):
        return MOVING
    return None


def _of_tag(read: Snapshot, limit: Row) -> Held:
    view = read.tag_views.get(limit["name"])
    if view is None:
        return Held(
            why=read.trouble(f"tag_view:{limit['name']}") or "its holders were not read: too many limits"
        )
    records = [task_record(read, task) for task in view]
    living = [record for record in records if record["alive"] is not False]
    if len(living) < limit["active_slots"] and (why := read.trouble("running_tasks", "active")):
        return Held(tuple(records), len(records), why)
    living += [task_record(read, task) for task in _without_lease(read, limit, view)]
    # The view lists a dead holder as long as its lease lasts, also once the count leaves it out.
    dead = [record for record in records if record["alive"] is False]
    counted = [*living, *dead[: max(0, limit["active_slots"] - len(living))]]
    return Held(tuple(counted), len(counted))


def running_with_tag(read: Snapshot, limit: Row) -> list[Row]:
    """Return the task runs that run with a tag and may live; those that stand for a subflow take no slot."""
    tag = limit["name"].removeprefix("tag:")
    subflows = {run["parent_task_run_id"] for run in read.active}
    running = [task for task in read.running_tasks if tag in task["tags"] and task["id"] not in subflows]
    return [task for task in running if alive(read, read.flow_runs.get(task["flow_run_id"]))[0] is not False]


def waiting_with_tag(read: Snapshot, limit: Row, known: Held) -> list[Row]:
    """Return the Pending task runs with a tag that do not hold a slot of it already."""
    tag, holding = limit["name"].removeprefix("tag:"), {record["id"] for record in known.records}
    return [task for task in read.pending_tasks if tag in task["tags"] and task["id"] not in holding]


def _without_lease(read: Snapshot, limit: Row, view: tuple[str, ...]) -> list[str]:
    """Return the tasks that run though their lease is gone, as after a reset; the count still has them."""
    others = [task["id"] for task in running_with_tag(read, limit) if task["id"] not in view]
    return others[: max(0, limit["active_slots"] - len(view))]


def _of_deployment(read: Snapshot, limit: Row) -> Held:
    if why := read.trouble("active"):
        return Held(why=why)
    own = limit["name"].partition(":")[2]
    active = [row for row in read.active if row["deployment_id"] == own]
    runs = [row for row in active if _has_lease(row)]
    # Runs that never took a lease may be counted all the same, once somebody set the count to include them.
    room = max(0, limit["active_slots"] - len(runs))
    others = [row for row in active if not _has_lease(row)]
    others = [row for row in others if _unmarked(read, row) or alive(read, row)[0] is not False]
    runs += [row for row in others if row["state_type"] in TAKES_A_SLOT][:room]
    return Held(tuple(flow_record(read, row) for row in runs), len(runs))


def _unmarked(read: Snapshot, run: Row) -> bool:
    """Tell whether a run may hold a lease that its state does not name, dead or not."""
    return run["state_type"] == "CANCELLING" and older(read.version or "", MARKED_SINCE)


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
    events, stays = read.slot_events[limit["id"]], read.stays(limit["id"])
    taken = still_counted(read, limit, taken_while_active(events, stays, active=limit["active"]))
    slots = sum(one.slots for one in taken)
    why = (read.cut.get(source) or untold_holders(stays)) if slots < limit["active_slots"] else None
    return Held(tuple(event_record(read, one) for one in taken), slots, why)
