"""Who took slots of a global limit, from its events: acquired minus released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .asking import Row

ACQUIRED, RELEASED = "prefect.concurrency-limit.acquired", "prefect.concurrency-limit.released"
CREATED, UPDATED = "prefect.concurrency-limit.created", "prefect.concurrency-limit.updated"


@dataclass(frozen=True, slots=True)
class Taken:
    """Slots an event says were taken and none says were given back.

    `kind` is task_run, flow_run, or code for code that runs outside of both.
    """

    id: str
    kind: str
    slots: int
    at: str


def event_holders(events: Iterable[Row]) -> tuple[Taken, ...]:
    """Return what was acquired and not released; a task run is named before its flow run."""
    rows = list(events)
    released = {row.get("follows") for row in rows if row["event"] == RELEASED}
    open_ones = [row for row in rows if row["event"] == ACQUIRED and row["id"] not in released]
    return tuple(_taken(row) for row in open_ones)


def taken_while_active(events: Iterable[Row], *, active: bool) -> tuple[Taken, ...]:
    """Return the holders that the counter has: while a limit is off, code writes the event and takes no slot.

    `active` is how the limit is now; it was so all along where no event says otherwise.
    """
    rows = sorted(events, key=lambda row: datetime.fromisoformat(row["occurred"]))
    told = any(row["event"] in {CREATED, UPDATED} for row in rows)
    on, passed = active or told, set[str]()
    for row in rows:
        if row["event"] in {CREATED, UPDATED}:
            on = (row.get("payload") or {}).get("active", on)
        elif row["event"] == ACQUIRED and not on:
            passed.add(row["id"])
    return event_holders(row for row in rows if row["id"] not in passed)


def ever_acquired(events: Iterable[Row]) -> bool:
    """Tell whether any slot was taken."""
    return any(row["event"] == ACQUIRED for row in events)


def slots_of(row: Row) -> int:
    """Return how many slots an event is about."""
    return int(row["resource"].get("slots-acquired") or 1)


def _taken(row: Row) -> Taken:
    related = [str(one["prefect.resource.id"]) for one in row.get("related", ())]
    slots = slots_of(row)
    for kind in ("task-run", "flow-run"):
        for resource in related:
            if resource.startswith(f"prefect.{kind}."):
                return Taken(resource.rpartition(".")[2], kind.replace("-", "_"), slots, row["occurred"])
    return Taken(row["id"], "code", slots, row["occurred"])
