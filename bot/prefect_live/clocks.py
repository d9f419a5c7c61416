"""Workers whose clock is wrong: what they say happened long before or after it was received."""

from __future__ import annotations

from typing import Any

from .asking import Row
from .moments import moment
from .snapshot import Snapshot

WRONG_BY = 20.0  # seconds; events take a few to arrive


def wrong_clocks(read: Snapshot, pool: Row) -> list[dict[str, Any]]:
    """Return a pool's online workers whose clock is behind (negative: ahead), by their newest event."""
    online = {row["name"] for row in read.workers.get(pool["name"], ()) if row["status"] == "ONLINE"}
    newest: dict[str, float] = {}
    for event in sorted(read.worker_events, key=lambda row: str(row.get("received")), reverse=True):
        name, received = event["resource"].get("prefect.resource.name"), moment(event.get("received"))
        occurred = moment(event["occurred"])
        if name in online and received and occurred and _of_pool(event, pool):
            newest.setdefault(str(name), round((received - occurred).total_seconds(), 1))
    return [{"name": name, "behind_seconds": by} for name, by in newest.items() if abs(by) > WRONG_BY]


def _of_pool(event: Row, pool: Row) -> bool:
    return any(
        one.get("prefect.resource.id") == f"prefect.work-pool.{pool['id']}" for one in event["related"]
    )
