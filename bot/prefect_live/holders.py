"""Who holds the slots of a limit, and which slots nobody seems to hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.engine.releases import older

from .alive import alive
from .asking import Row
from .earlier_tries import of_this_try
from .holder_records import Record, dead_seconds, event_record, flow_record, gone, still_counted, task_record
from .lease_places import of_another
from .limit_kinds import limit_kind as limit_kind  # noqa: PLC0414 - told here, where limits are judged
from .limit_kinds import told_by_events
from .limit_users import taken_by_name, users_unread
from .links import page
from .moments import seconds_since
from .off_view import off_view
from .shared_limits import is_shared, own_of, users_of
from .slots_held import taken_while_active, untold_holders
from .snapshot import Snapshot
from .stays import Stay
from .taken_at_once import AT_ONCE
from .tries import retries_in_its_process

EVENTS_LAG = 8.0  # Prefect stores events some seconds after they happened
JUST_NOW = 1.0
MARKED_SINCE = "3.6.24"  # servers before it forget a run's lease when the run is cancelled
UNUSED = "no deployment names this limit any more, and who took a slot of it before is not told"
MOVING = "its slots changed hands within the last seconds; look again in a moment"
KEPT_IN_RETRY_SINCE = "3.8.5"  # servers before it give a run's slot back when it waits for its retry
TAKES_A_SLOT = frozenset({"PENDING", "RUNNING", "CANCELLING"})


@dataclass(frozen=True, slots=True)
class Held:
    """Holder records and the slots they take; `why` says what stands in the way of knowing them.

    `others` are dead runs that the count has no room for: one may hold a slot instead of one of the records.
    """

    records: tuple[Record, ...] = ()
    slots: int = 0
    why: str | None = None
    others: tuple[Record, ...] = ()


def limit_link(api_url: str, limit: Row) -> str:
    """Return the page where a limit is best seen."""
    kind = limit_kind(limit)
    if kind == "deployment" and (own := own_of(limit)):
        return page(api_url, "deployment", own)
    return page(api_url, "tag", limit["id"]) if kind == "task_tag" else page(api_url, "limit", "")


def held(read: Snapshot, limit: Row) -> Held:
    """Return who holds a limit's slots."""
    kind = limit_kind(limit)
    if kind == "rate_limit":
        return Held(why="the slots of a rate limit belong to nobody; they free themselves")
    if limit["active_slots"] <= 0 and kind != "deployment":
        return Held()
    if kind == "deployment":
        return _of_shared(read, limit) if is_shared(limit) else _of_own(read, limit)
    return _of_tag(read, limit) if kind == "task_tag" else _of_code(read, limit)


def full(limit: Row) -> bool:
    """Tell whether a limit that is on has no free slot, or fewer than what is asked about takes at once."""
    needed = limit.get(AT_ONCE, 1)
    return bool(limit["active"] and limit["limit"] > 0 and limit["active_slots"] + needed > limit["limit"])


def slots_unexplained(read: Snapshot, limit: Row) -> int | None:
    """Return the counter minus the slots of known holders; None when these cannot be known."""
    known = held(read, limit)
    return None if known.why else max(0, limit["active_slots"] - known.slots)


def too_fresh(read: Snapshot, limit: Row, lag: float | None = None) -> str | None:
    """Say why a counter and its holders cannot be compared at this moment."""
    lag = lag or (EVENTS_LAG if told_by_events(limit) else JUST_NOW)
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
    room, why = limit["active_slots"] - len(counted), None
    for record in off_view(read, limit, {record["id"] for record in counted}) if room > 0 else ():
        if record["slots"] <= room:
            counted.append(record)
            room -= record["slots"]
            why = why or _ended_just_now(read, record)
    why = why or (users_unread(read, limit) if room > 0 else None)
    return Held(tuple(counted), sum({"slots": 1, **record}["slots"] for record in counted), why)


def _ended_just_now(read: Snapshot, record: Record) -> str | None:
    """Say that a holder ended so lately that the event of its slot given back may be on its way."""
    ended = dead_seconds(read, record) if record["alive"] is False else None
    return MOVING if ended is not None and ended < EVENTS_LAG else None


def running_with_tag(read: Snapshot, limit: Row) -> list[Row]:
    """Return the task runs that run with a tag and may live; those that stand for a subflow take no slot."""
    tag = limit["name"].removeprefix("tag:")
    subflows = {run["parent_task_run_id"] for run in read.active}
    running = [task for task in read.running_tasks if tag in task["tags"] and task["id"] not in subflows]
    living = [t for t in running if alive(read, read.flow_runs.get(t["flow_run_id"]))[0] is not False]
    return of_this_try(read, living)


def waiting_with_tag(read: Snapshot, limit: Row, known: Held) -> list[Row]:
    """Return the Pending task runs with a tag that do not hold a slot of it already."""
    tag, holding = limit["name"].removeprefix("tag:"), {record["id"] for record in known.records}
    waiting = (task for task in read.pending_tasks if tag in task["tags"] and task["id"] not in holding)
    return of_this_try(read, waiting)


def _without_lease(read: Snapshot, limit: Row, view: tuple[str, ...]) -> list[str]:
    """Return the tasks that run though their lease is gone, as after a reset; the count still has them."""
    others = [task["id"] for task in running_with_tag(read, limit) if task["id"] not in view]
    return others[: max(0, limit["active_slots"] - len(view))]


def _of_deployment(read: Snapshot, limit: Row) -> Held:
    if why := read.trouble("active"):
        return Held(why=why)
    own = users_of(limit)
    if not own and limit["active_slots"] > 0:
        return Held(why=UNUSED)
    active = [row for row in read.active if row["deployment_id"] in own]
    runs = [row for row in active if _has_lease(read, row)]
    # Runs that never took a lease may be counted all the same, once somebody set the count to include them.
    room = max(0, limit["active_slots"] - len(runs))
    others = [row for row in active if not _has_lease(read, row)]
    others = [row for row in others if _unmarked(read, row) or alive(read, row)[0] is not False]
    runs += [row for row in others if row["state_type"] in TAKES_A_SLOT][:room]
    return Held(tuple(flow_record(read, row) for row in runs), len(runs))


def _of_own(read: Snapshot, limit: Row) -> Held:
    """Return the runs of a deployment; slots beyond theirs may be those of a run not known as such."""
    known = _of_deployment(read, limit)
    if known.why or known.slots >= limit["active_slots"]:
        return known
    return replace(
        known, why=taken_by_name(read, limit) or of_another(read, limit) or users_unread(read, limit)
    )


def _of_shared(read: Snapshot, limit: Row) -> Held:
    """Return the runs of the deployments that name a limit, and what code took of it besides."""
    runs = _of_deployment(read, limit)
    rest = int(limit["active_slots"]) - runs.slots
    if runs.why or rest <= 0:
        return runs
    code = _of_code(read, {**limit, "active_slots": rest})
    why = code.why or (of_another(read, limit) if code.slots < rest else None)
    return Held((*runs.records, *code.records), runs.slots + code.slots, why, code.others)


def _of_code(read: Snapshot, limit: Row) -> Held:
    """Return what code holds of a limit; slots beyond that may be those of a deployment that was not read."""
    known = _of_events(read, limit)
    if known.why or known.slots >= limit["active_slots"]:
        return known
    return replace(known, why=users_unread(read, limit))


def _unmarked(read: Snapshot, run: Row) -> bool:
    """Tell whether a run may hold a lease that its state does not name, dead or not."""
    return run["state_type"] == "CANCELLING" and older(read.version or "", MARKED_SINCE)


def _has_lease(read: Snapshot, run: Row) -> bool:
    if run["state_type"] == "SCHEDULED" and not _kept_its_slot(read, run):
        return False
    details = (run.get("state") or {}).get("state_details") or {}
    # Servers before 3.4.11 gave no leases to deployments; there every active run counts.
    return details.get("deployment_concurrency_lease_id", True) is not None


def _kept_its_slot(read: Snapshot, run: Row) -> bool:
    """Tell whether a run in AwaitingRetry kept its slot; one retried by hand names its last try's lease."""
    return retries_in_its_process(run) and not older(read.version or "", KEPT_IN_RETRY_SINCE)


def _of_events(read: Snapshot, limit: Row) -> Held:
    source = f"slot_events:{limit['id']}"
    if why := read.failed.get(source):
        return Held(why=why)
    if limit["id"] not in read.slot_events:
        return Held(why="its holders were not read: too many limits")
    events, stays = read.slot_events[limit["id"]], read.stays(limit["id"])
    taken = taken_while_active(events, stays, active=limit["active"])
    counted = still_counted(read, limit, taken)
    slots = sum(one.slots for one in counted)
    dead, left = [one for one in counted if gone(read, one)], [one for one in taken if one not in counted]
    why = (read.cut.get(source) or untold_holders(stays)) if slots < limit["active_slots"] else None
    if dead and not why:  # whether these are counted is not known where somebody else may be
        why = read.cut.get(source) or _may_hold_instead(read, left)
    records, others = ([event_record(read, one) for one in some] for some in (counted, left))
    return Held(tuple(records), slots, why, tuple(others))


def _may_hold_instead(read: Snapshot, left: Iterable[Stay]) -> str | None:
    """Say that one may hold a slot of whom it is not known that it is dead."""
    unknown = (record for one in left if (record := event_record(read, one))["alive"] is not False)
    return next((f"{record['name']} took a slot too: {record['why']}" for record in unknown), None)
