"""How far back Prefect's events tell who took a slot, and which slots may be held since before that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .asking import Row
from .holder_records import still_counted
from .moments import moment, seconds_since
from .slots_held import taken_while_active
from .snapshot import Snapshot
from .sources import EVENT_DAYS
from .stays import Stay

A_DAY = 86_400.0
KEPT = (
    7 * A_DAY
)  # server.events.retention_period, where nobody set it; of Cloud's plans none keeps them shorter
SAME_MOMENT = 5.0  # the client writes the event, by its own clock, once it has the slot
AGAIN = "look again in a moment"
UNSEEN = "it changed since it was made and no event tells why: a deployment may use it, which leaves no event"
_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def kept_seconds(read: Snapshot) -> float:
    """Return for how long events of slots are kept and read, by the server's settings or its default."""
    events = ((read.settings or {}).get("server") or {}).get("events") or {}
    return min(_seconds(events.get("retention_period")), EVENT_DAYS * A_DAY)


def _seconds(told: Any) -> float:
    try:
        return max(0.0, _DURATION.validate_python(told).total_seconds())
    except ValidationError:
        return KEPT


def unremembered(read: Snapshot, limit: Row, most: int) -> str | None:
    """Say why slots without an event may be held all the same: taken longer ago than events are kept.

    `most` is the largest limit that is known of. None where no such slot can be: the limit is younger than
    that, or as many slots as it has were taken since, each with an event.
    """
    kept = kept_seconds(read)
    age = seconds_since(limit["created"], read.now)
    if age is not None and age < kept:
        return None
    if most <= _most_at_once(read, limit):
        return None
    days = f"{kept / A_DAY:g} day{'' if kept == A_DAY else 's'}"
    return f"Prefect keeps its events for {days}; code that took a slot before that is not seen and may live"


def moved_unseen(read: Snapshot, limit: Row, within: float) -> str | None:
    """Say that the count moved within these seconds, and that no event tells who moved it.

    Code that asks the API itself writes no event, and neither does the server when it takes a slot back.
    """
    moved, at = seconds_since(limit["updated"], read.now), moment(limit["updated"])
    if moved is None or at is None or moved > within:
        return None
    if _told_of(read, limit, at):
        return None
    return f"its count moved {moved:.0f} s ago and no event tells why, so a lease may still free it; {AGAIN}"


def used_unseen(read: Snapshot, limit: Row) -> str | None:
    """Say that a global limit changed since it was made, and that no event tells why.

    A deployment that names it (`global_concurrency_limit_id`) takes its slots without an event.
    """
    made, changed = moment(limit["created"]), moment(limit["updated"])
    if made is None or changed is None or (changed - made).total_seconds() < SAME_MOMENT:
        return None
    return None if _told_of(read, limit, changed) else UNSEEN


def _told_of(read: Snapshot, limit: Row, at: datetime) -> bool:
    """Tell whether an event of the limit came at that moment."""
    known = (moment(row["occurred"]) for row in read.slot_events.get(limit["id"], ()))
    return any(told and abs((told - at).total_seconds()) < SAME_MOMENT for told in known)


def _most_at_once(read: Snapshot, limit: Row) -> int:
    """Return how many slots were surely held at the same time, as events tell.

    A slot that was neither given back nor is counted now may have been freed at any time.
    """
    events, stays = read.slot_events.get(limit["id"], ()), read.stays(limit["id"])
    known = still_counted(read, limit, taken_while_active(events, stays, active=limit["active"]))
    counted = {stay.event for stay in known}
    spans = [(stay.began, _surely_until(read, stay, counted), stay.slots) for stay in stays]
    return max((sum(s for b, e, s in spans if b <= at <= e) for at, _, _ in spans), default=0)


def _surely_until(read: Snapshot, stay: Stay, counted: set[str]) -> datetime:
    if stay.event in counted:
        return read.now
    return stay.ended if stay.ended and stay.sure else stay.began
