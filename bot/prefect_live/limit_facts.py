"""The facts of each concurrency limit: a tag's, a deployment's, a global one."""

from __future__ import annotations

from math import floor
from typing import Any

from bot.engine.facts import Subject
from bot.engine.releases import older

from .asking import Row
from .cancelling import not_ended_facts
from .events_kept import none_arrived
from .holder_records import dead_holders, idle_holders
from .holders import (
    Held,
    full,
    held,
    limit_kind,
    limit_link,
    slots_unexplained,
    too_fresh,
    waiting_with_tag,
)
from .lapsing import history_facts
from .limit_deployments import deployments_facts
from .limit_kinds import told_by_events
from .moments import moment, seconds_since
from .outside import tag_use_facts
from .parents import CALLERS, PARENTS, caller_facts, callers_unread, parent_facts
from .remembered import used_unseen
from .self_waits import self_wait_facts
from .shared_limits import users_of
from .slots_held import ever_acquired
from .snapshot import Snapshot
from .stays import RELEASED
from .taken_at_once import AT_ONCE, most_at_once
from .threads import tag_thread_facts
from .waiting import FOR_A_SLOT, flow_waiter, task_waiter, waiting_facts, waits_for_pool

WAITING = ("waiting", "waiting_count", "oldest_wait_seconds")
HOLDING = (
    *("holders", "holders_known", "holders_dead", "holders_retrying", "holders_idle"),
    "slots_unexplained",
)
NO_WAITER_YET = "no task is seen waiting for it; Prefect learns of a task's state some seconds late"
GLOBAL_WAITERS = "Prefect does not record which runs wait inside concurrency(); they show as Running"

DECAYED_SINCE = "3.7.0"  # servers before it tell what was counted when a slot was taken last

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


def limit_subject(read: Snapshot, limit: Row) -> Subject:
    """Build the subject of one limit."""
    known = held(read, limit)
    facts, unavailable = _own(read, limit), dict[str, str]()
    parts = [
        _taken(read, limit),
        _holding(read, limit, known),
        _waiting(read, limit, known),
        history_facts(read, limit, known),
    ]
    parts += [self_wait_facts(read, limit, known), tag_thread_facts(read, limit, known)]
    if limit_kind(limit) == "deployment":
        parts += [deployments_facts(read, limit), not_ended_facts(read, limit, known)]
    if not limit["active"] and not read.trouble("limits", "pools", "queues"):
        parts.append(({"only_one_off": _only_one_off(read, limit), "only_limit": _only_limit(read)}, {}))
    for told, missing in parts:
        facts |= told
        unavailable |= missing
    return Subject("limit", f"limit:{limit['name']}", facts["name"], facts, unavailable, read.now)


def _only_one_off(read: Snapshot, limit: Row) -> bool:
    """Tell whether no other limit of the same kind is switched off."""
    off = [row for row in read.limits if not row["active"] and limit_kind(row) == limit_kind(limit)]
    return len(off) == 1


def _only_limit(read: Snapshot) -> bool:
    """Tell whether there is one limit, and no pool and no queue has another."""
    places = (*read.pools, *read.queues)
    return len(read.limits) == 1 and all(row["concurrency_limit"] is None for row in places)


def _own(read: Snapshot, limit: Row) -> dict[str, Any]:
    kind, name = limit_kind(limit), limit["name"]
    facts: dict[str, Any] = {
        "limit_id": limit["id"],
        "limit_name": name,
        "name": name.removeprefix("tag:") if kind == "task_tag" else name,
        "limit_kind": kind,
        "limit_active": limit["active"],
        "slot_limit": limit["limit"],
        "slots_used": _slots_used(read, limit),
        "slot_decay": limit["slot_decay_per_second"],
        "last_change_seconds": seconds_since(limit["updated"], read.now),
        "link": limit_link(read.api_url, limit),
    }
    if kind == "global":
        facts |= {"slots_at_once": limit.get(AT_ONCE, 1), "most_at_once": most_at_once(read, limit)}
    if kind == "task_tag":
        facts["loose_tasks_read"] = read.loose_tasks_read
    if name in read.tag_views:
        facts["tag_view_holders"] = len(read.tag_views[name])
    if use := read.tag_uses.get(name):
        facts |= tag_use_facts(read, use)
    return facts


def _slots_used(read: Snapshot, limit: Row) -> int:
    """Return the count, less what a rate limit let come back since it moved, as the server reckons itself."""
    counted = int(limit["active_slots"])
    if limit_kind(limit) != "rate_limit" or not older(read.version or "", DECAYED_SINCE):
        return counted
    idle = max(0.0, seconds_since(limit["updated"], read.now) or 0.0)
    return max(0, counted - floor(float(limit["slot_decay_per_second"]) * idle))


def _taken(read: Snapshot, limit: Row) -> Told:
    """Return whether code ever took a slot and gave one back; that it did not only where events arrive."""
    source = f"slot_events:{limit['id']}"
    if limit["id"] not in read.slot_events:
        why = read.failed.get(source)
        return {}, {"acquired_seen": why} if why else {}
    events = read.slot_events[limit["id"]]
    facts = {"released_seen": any(event["event"] == RELEASED for event in events)}
    if ever_acquired(events):
        return {**facts, "acquired_seen": True}, {}
    why = read.cut.get(source) or none_arrived(read, moment(limit["created"]), "it was made")
    why = why or used_unseen(read, limit)
    return (facts, {"acquired_seen": why}) if why else ({**facts, "acquired_seen": False}, {})


def _holding(read: Snapshot, limit: Row, known: Held) -> Told:
    facts, missing = dict[str, Any](), dict[str, str]()
    if limit_kind(limit) == "rate_limit":
        return facts, missing
    if known.why and not known.records:
        return facts, dict.fromkeys(HOLDING, known.why)
    facts["holders"] = list(known.records)
    facts["holders_known"] = known.slots
    dead, untold = dead_holders(known.records)
    # An ended run of a global limit may have given its slot back in an event that is still on its way.
    early = too_fresh(read, limit) if dead and told_by_events(limit) else untold
    if early:
        missing["holders_dead"] = early
    else:
        facts["holders_dead"] = dead
    facts["holders_retrying"] = [record for record in known.records if record["state"] == "AwaitingRetry"]
    facts["holders_idle"] = idle_holders(read, known.records)
    rest = slots_unexplained(read, limit)
    why = known.why or (too_fresh(read, limit) if rest else None)
    if why or rest is None:
        missing["slots_unexplained"] = why or "its holders could not be read"
    else:
        facts["slots_unexplained"] = rest
    return facts, missing


def _waiting(read: Snapshot, limit: Row, known: Held) -> Told:
    kind = limit_kind(limit)
    if kind in {"global", "rate_limit"}:
        return {}, dict.fromkeys(WAITING, GLOBAL_WAITERS)
    if kind == "task_tag":
        return _waiting_tasks(read, limit, known)
    if why := read.trouble("scheduled"):
        return {}, dict.fromkeys((*WAITING, *PARENTS), why)
    own = users_of(limit)
    runs = [r for r in read.scheduled if r["deployment_id"] in own and _waits(read, r, limit)]
    facts = waiting_facts([flow_waiter(read, run) for run in runs])
    tries = [seconds_since(r["next_scheduled_start_time"], read.now) for r in runs]
    if coming := [-seconds for seconds in tries if seconds is not None]:
        facts["asks_again_seconds"] = min(coming)
    if why := read.trouble("parents", "active"):
        return facts, dict.fromkeys(PARENTS, why)
    parents = parent_facts(read, runs, known.records, limit["active_slots"], in_order=False)
    return {**facts, **parents}, {}


def _waits(read: Snapshot, run: Row, limit: Row) -> bool:
    """Tell whether a run waits for this limit; one of zero sends each run back without a word."""
    return run["state_name"] == FOR_A_SLOT or (limit["limit"] == 0 and waits_for_pool(read, run))


def _waiting_tasks(read: Snapshot, limit: Row, known: Held) -> Told:
    if why := read.trouble("pending_tasks"):
        return {}, dict.fromkeys((*WAITING, *CALLERS), why)
    tasks = waiting_with_tag(read, limit, known)
    facts = waiting_facts([task_waiter(read, task) for task in tasks])
    missing: dict[str, str] = {}
    if full(limit) and not tasks:
        facts, missing = {}, dict.fromkeys(WAITING, read.trouble("loose_tasks") or NO_WAITER_YET)
    if why := known.why or read.trouble("task_runs") or callers_unread(read, tasks):
        return facts, {**missing, **dict.fromkeys(CALLERS, why)}
    return {**facts, **caller_facts(read, tasks, known.records, limit["active_slots"])}, missing
