"""Workers whose clock is wrong: all they say happened long before or after it was received."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .asking import Row
from .moments import moment
from .snapshot import Snapshot

WRONG_BY = 20.0  # seconds; events take a few to arrive
MOST_EVENTS = 3  # the newest, for a clock may have been set right since
SENT_AT_ONCE = timedelta(seconds=5)
Times = tuple[datetime, datetime]  # received, occurred


def wrong_clocks(read: Snapshot, pool: Row) -> list[dict[str, Any]]:
    """Return a pool's online workers whose clock is behind (negative: ahead), by their newest events."""
    online = {row["name"]: row for row in read.workers.get(pool["name"], ()) if row["status"] == "ONLINE"}
    told: dict[str, list[Times]] = {name: [] for name in online}
    for event in read.worker_events:
        name, received = event["resource"].get("prefect.resource.name"), moment(event.get("received"))
        occurred = moment(event["occurred"])
        if name in told and received and occurred and _of_pool(event, pool):
            told[name].append((received, occurred))
    behind = {name: _behind(sorted(told[name])[-MOST_EVENTS:], row) for name, row in online.items()}
    return [{"name": name, "behind_seconds": by} for name, by in behind.items() if by]


def _behind(told: list[Times], worker: Row) -> float | None:
    """Return by how many seconds a worker's clock is behind; None where it is right, or may be.

    Events that could not be sent at first are late too, by other times than those that were sent at once.
    """
    arrived = [received for received, _ in told]
    if not told or not (arrived[-1] - arrived[0] > SENT_AT_ONCE or _registered(worker, arrived)):
        return None
    late = [(received - occurred).total_seconds() for received, occurred in told]
    least, most = min(late), max(late)
    return round(least, 1) if least > WRONG_BY or most < -WRONG_BY else None


def _registered(worker: Row, arrived: list[datetime]) -> bool:
    """Tell whether the first event came just when the worker was made known, so that it was not held up."""
    created = moment(worker.get("created"))
    return created is not None and abs(arrived[0] - created) <= SENT_AT_ONCE


def _of_pool(event: Row, pool: Row) -> bool:
    return any(
        one.get("prefect.resource.id") == f"prefect.work-pool.{pool['id']}" for one in event["related"]
    )
