"""Who took slots of a global limit, from its events: acquired minus released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .asking import Row

ACQUIRED, RELEASED = "prefect.concurrency-limit.acquired", "prefect.concurrency-limit.released"


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


def ever_acquired(events: Iterable[Row]) -> bool:
    """Tell whether any slot was taken."""
    return any(row["event"] == ACQUIRED for row in events)


def _taken(row: Row) -> Taken:
    related = [str(one["prefect.resource.id"]) for one in row.get("related", ())]
    slots = int(row["resource"].get("slots-acquired") or 1)
    for kind in ("task-run", "flow-run"):
        for resource in related:
            if resource.startswith(f"prefect.{kind}."):
                return Taken(resource.rpartition(".")[2], kind.replace("-", "_"), slots, row["occurred"])
    return Taken(row["id"], "code", slots, row["occurred"])
