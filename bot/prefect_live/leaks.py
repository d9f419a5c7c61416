"""Slots that no known run holds: which have leaked, which a lease may free, when nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from .asking import Row
from .events_kept import none_arrived
from .holders import EVENTS_LAG, held, limit_kind, slots_unexplained, too_fresh
from .lease_lengths import LATE, LENGTHS, frees_within, length_unread, round_seconds
from .limit_kinds import told_by_events
from .moments import moment, seconds_since
from .remembered import moved_unseen, unremembered
from .shared_limits import own_of
from .snapshot import Snapshot
from .stays import RELEASED, slots_of, stays_in

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable
SAME_MOMENT = 2.0
MOVED_LAST = "its count moved last"
LEAKS = ("slots_leaked", "slots_leaked_while_off", "slots_expiring")


def leak_facts(read: Snapshot, limit: Row, changed: dict[str, Any]) -> Told:
    """Return the slots without a holder: leaked, leaked while the limit was off, maybe expiring."""
    rest = slots_unexplained(read, limit)
    why = untold(read, limit, changed) if rest else None
    if rest is None or why:
        return {}, dict.fromkeys(LEAKS, why or held(read, limit).why or "its holders could not be read")
    on, set_by_hand = changed.get("switched_on_seconds"), changed.get("slots_set_seconds")
    since = min((ago for ago in (on, set_by_hand) if ago is not None), default=None)
    may_expire = min(rest, _may_expire(read, limit, rest, since))
    facts = {"slots_leaked": rest - may_expire, "slots_leaked_while_off": 0, "slots_expiring": may_expire}
    if on is not None and _untouched_since(read, limit, on):
        facts |= {"slots_leaked": 0, "slots_leaked_while_off": rest - may_expire}
    return facts, {}


def untold(read: Snapshot, limit: Row, changed: dict[str, Any]) -> str | None:
    """Say why nobody can tell whether slots without a holder have leaked."""
    why = too_fresh(read, limit, EVENTS_LAG) or read.failed.get(f"changes:{limit['id']}")
    why = why or length_unread(read, limit)
    if limit_kind(limit) == "task_tag":
        return why or _unseen_of_tag(read, limit)
    if not why and own_of(limit) and limit["id"] not in read.slot_events:
        return "whether code takes it by its name was not read"
    if why or not told_by_events(limit):
        return why
    most = max(int(limit["limit"]), int(changed.get("lowered_from") or 0))
    return (
        unremembered(read, limit, most)
        or none_arrived(read, moment(limit["updated"]), MOVED_LAST)
        or moved_unseen(read, limit, frees_within(read, limit) + LATE)
        or _given_back_before_an_update(read, limit, changed.get("slots_set_seconds"))
    )


def _unseen_of_tag(read: Snapshot, limit: Row) -> str | None:
    """Say why a lease that the tag view does not list may stand behind a tag's slots.

    It lists no lease without a holder, as that of `concurrency("tag:…")`; where its code died, one of the
    default length has run out once the count did not move for as long.
    """
    own, moved = limit["id"], seconds_since(limit["updated"], read.now)
    window = LENGTHS["global"] + round_seconds(read) + LATE
    idle = moved is None or moved > window
    if why := read.failed.get(f"tagged_tasks:{own}") or read.trouble("tag_task_runs", "tag_flow_runs"):
        return why
    if own not in read.tag_events:
        return None if idle else read.failed.get(f"tag_events:{own}") or "its events were not read"
    if why := _taken_before_events(read, limit):
        return why
    seen = replace(read, slot_events={**read.slot_events, own: read.tag_events[own]})
    since = moment(limit["updated"])
    return None if idle else none_arrived(seen, since, MOVED_LAST) or moved_unseen(seen, limit, window)


def _taken_before_events(read: Snapshot, limit: Row) -> str | None:
    """Say that code which is older than the events that were read may hold a slot by the limit's name."""
    events = read.tag_events[limit["id"]]
    cut = read.cut.get(f"tag_events:{limit['id']}")
    if not cut or all(stay.kind == "task_run" for stay in stays_in(events)):
        return None
    oldest = min(datetime.fromisoformat(row["occurred"]) for row in events)
    began = (moment(run.get("start_time")) for run in read.active)
    return cut if any(at is None or at < oldest for at in began) else None


def _given_back_before_an_update(read: Snapshot, limit: Row, updated: float | None) -> str | None:
    """Say that an update, which may or may not have set the count, came while leases may free slots."""
    window = frees_within(read, limit) + LATE
    if updated is None or not any(updated < ago < window for ago in _given_back(read, limit)):
        return None
    return f"slots were given back before it was updated {updated:.0f} s ago; look again in a moment"


def _given_back(read: Snapshot, limit: Row) -> list[float]:
    """Return how long ago each slot was given back."""
    released = (row for row in read.slot_events.get(limit["id"], ()) if row["event"] == RELEASED)
    return [seconds_since(row["occurred"], read.now) or 0.0 for row in released]


def _untouched_since(read: Snapshot, limit: Row, ago: float) -> bool:
    """Tell whether the count is as it was `ago` seconds ago."""
    moved = seconds_since(limit["updated"], read.now)
    return moved is None or ago - moved < SAME_MOMENT


def _may_expire(read: Snapshot, limit: Row, rest: int, changed: float | None) -> int:
    """Return how many slots without a holder a lease may still free.

    With several servers a slot that was given back on the wrong one is freed when its lease ends.
    What was there when the limit was switched on or its count was set, `changed` s ago, has no lease.
    """
    kind, window = limit_kind(limit), frees_within(read, limit) + LATE
    if kind == "task_tag":  # the tag view lists the leases themselves
        return 0
    if kind == "deployment":
        moved = seconds_since(limit["updated"], read.now)
        untouched = changed is not None and _untouched_since(read, limit, changed)
        return 0 if untouched or moved is None or moved > window else rest
    window = window if changed is None else min(window, changed)
    return sum(
        slots_of(event)
        for event in read.slot_events.get(limit["id"], ())
        if event["event"] == RELEASED and (seconds_since(event["occurred"], read.now) or 0.0) < window
    )
