"""Who took slots of a global limit, from its events: acquired minus released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from .asking import Row
from .stays import ACQUIRED, Stay

CREATED, UPDATED = "prefect.concurrency-limit.created", "prefect.concurrency-limit.updated"
ANY_CODE = (
    "code outside of flow runs gave a slot back after more than 5 minutes, and such an event does not tell "
    "which of them it was"
)


def event_holders(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """Return what was acquired and not released, the oldest first."""
    return tuple(stay for stay in stays if stay.kept)


def untold_holders(stays: Iterable[Stay]) -> str | None:
    """Say why more code may hold slots than is known; None where that is not so."""
    return ANY_CODE if any(stay.kind == "code" and not stay.sure for stay in stays) else None


def taken_while_active(events: Sequence[Row], stays: Iterable[Stay], *, active: bool) -> tuple[Stay, ...]:
    """Return the holders that the counter has: while a limit is off, code writes the event and takes no slot.

    `active` is how the limit is now; it was so all along where no event says otherwise.
    """
    told = any(row["event"] in {CREATED, UPDATED} for row in events)
    if active and not told:
        return event_holders(stays)
    on, passed = active or told, set[str]()
    for row in sorted(events, key=lambda row: datetime.fromisoformat(row["occurred"])):
        if row["event"] in {CREATED, UPDATED}:
            on = (row.get("payload") or {}).get("active", on)
        elif row["event"] == ACQUIRED and not on:
            passed.add(row["id"])
    return tuple(stay for stay in event_holders(stays) if stay.event not in passed)


def ever_acquired(events: Iterable[Row]) -> bool:
    """Tell whether any slot was taken."""
    return any(row["event"] == ACQUIRED for row in events)
