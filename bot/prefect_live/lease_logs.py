"""The lines of run logs that tell of lost leases, read with one request, with two in a busy workspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import OutOfReach

from . import sources
from .asking import PAGE, Asking, Page, Row
from .lease_lines import LOST, losses_in
from .snapshot import Snapshot

HOURS = 6
WARNING = 30
MOST_UNSEARCHED = 600


async def lease_logs(ask: Asking, now: datetime) -> Page:
    """Return the newest warnings and errors of the last hours; cut when older ones were left out."""
    rows = await ask.rows("/logs/filter", {**_newest(now), "limit": PAGE})
    if len(rows) < PAGE:
        return Page(tuple(rows))
    # Servers before 3.6 know no search, and SQLite before 3.44 cannot do it.
    try:
        found = await ask.rows("/logs/filter", {**_newest(now, text={"query": f'"{LOST}"'}), "limit": PAGE})
    except OutOfReach:
        return await ask.pages("/logs/filter", _newest(now), MOST_UNSEARCHED)
    return Page(tuple(found), cut=len(found) == PAGE)


async def with_lost_runs(ask: Asking, read: Snapshot) -> Snapshot:
    """Add the flow runs that lost a lease and were not read yet; lines of deleted runs are left out."""
    lost = {loss.run for loss in losses_in(read.lease_logs)} - read.flow_runs.keys()
    if not lost:
        return read
    more = sources.Gathered()
    await more.read({"lost_runs": sources.by_ids(ask, "flow_runs", lost)})
    if "lost_runs" in more.failed:
        return read
    found = more.found["lost_runs"]
    deleted = lost - found.keys()
    kept = tuple(row for row in read.lease_logs if row["flow_run_id"] not in deleted)
    return replace(read, lease_logs=kept, flow_runs={**read.flow_runs, **found})


def _newest(now: datetime, **more: Any) -> Row:
    after = (now - timedelta(hours=HOURS)).isoformat()
    wanted = {"level": {"ge_": WARNING}, "timestamp": {"after_": after}, **more}
    return {"logs": wanted, "sort": "TIMESTAMP_DESC"}
