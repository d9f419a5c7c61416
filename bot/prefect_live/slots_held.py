"""Who took slots of a global limit, from its events: acquired minus released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .asking import Row

ACQUIRED, RELEASED = "prefect.concurrency-limit.acquired", "prefect.concurrency-limit.released"


@dataclass(frozen=True, slots=True)
class Taken:
    """Slots an event says were taken and none says were given back."""

    id: str
    kind: str
    slots: int
    at: str


def event_holders(events: Iterable[Row]) -> tuple[Taken, ...]:
    """Return what was acquired and not released; a task run is named before its flow run."""
    rows = list(events)
    released = {row.get("follows") for row in rows if row["event"] == RELEASED}
    open_ones = [row for row in rows if row["event"] == ACQUIRED and row["id"] not in released]
    return tuple(taken for row in open_ones if (taken := _taken(row)))


def ever_acquired(events: Iterable[Row]) -> bool:
    """Tell whether any slot was taken."""
    return any(row["event"] == ACQUIRED for row in events)


def _taken(row: Row) -> Taken | None:
    related = [str(one["prefect.resource.id"]) for one in row.get("related", ())]
    for kind in ("task-run", "flow-run"):
        for resource in related:
            if resource.startswith(f"prefect.{kind}."):
                slots = int(row["resource"].get("slots-acquired") or 1)
                return Taken(resource.rpartition(".")[2], kind.replace("-", "_"), slots, row["occurred"])
    return None
