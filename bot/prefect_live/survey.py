"""Read the workspace once: three rounds of parallel requests into one snapshot."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.engine.findings import Hints

from . import sources
from .asking import Asking, Row
from .beyond import runs_beyond
from .closer import look_closer
from .holders import slots_unexplained
from .lease_logs import lease_logs, with_lost_runs
from .rounds import WORKSPACE, Gathering
from .snapshot import Snapshot


async def survey(
    ask: Asking, probes: frozenset[str], hints: Hints, silent_after: float, now: datetime | None = None
) -> Snapshot:
    """Read what these probes need. Never raises for a source that cannot be read."""
    now = now or await ask.now()
    got = Gathering(ask, now, silent_after)
    if "leases" in probes:
        probes |= {"limits"}  # a lost lease shows in what became of its slot
        await asyncio.gather(got.first(probes, hints), got.read({"lease_logs": lease_logs(ask, now)}))
    else:
        await got.first(probes, hints)
    if probes & WORKSPACE:
        await got.second()
        await got.third()
    read = replace(await look_closer(ask, got.snapshot()), lease_logs=got.rows("lease_logs"))
    return replace(await with_lost_runs(ask, await _steady(ask, read)), busy=ask.busy)


async def _steady(ask: Asking, read: Snapshot) -> Snapshot:
    """Read the counters again where they exceed their holders: a slot may have moved meanwhile."""
    doubtful = {row["id"]: row["updated"] for row in read.limits if _doubtful(read, row)}
    if not doubtful:
        return read
    again = sources.Gathered()
    await again.read({"limits": sources.limits(ask)})
    same = {row["id"] for row in again.rows("limits") if row["updated"] == doubtful.get(row["id"])}
    return replace(read, moved=frozenset(doubtful) - same)


def _doubtful(read: Snapshot, limit: Row) -> bool:
    return (slots_unexplained(read, limit) or 0) > 0 or (runs_beyond(read, limit) or 0) > 0
