"""Read the workspace once: three rounds of parallel requests into one snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.engine.findings import Hints

from . import sources
from .asking import Asking
from .holders import slots_unexplained
from .rounds import WORKSPACE, Gathering
from .snapshot import Snapshot


async def survey(ask: Asking, probes: frozenset[str], hints: Hints, silent_after: float) -> Snapshot:
    """Read what these probes need. Never raises for a source that cannot be read."""
    now = datetime.now(UTC)
    got = Gathering(ask, now, silent_after)
    await got.first(probes, hints)
    if probes & WORKSPACE:
        await got.second()
        await got.third()
    return await _steady(ask, got.snapshot())


async def _steady(ask: Asking, read: Snapshot) -> Snapshot:
    """Read the counters again where they exceed their holders: a slot may have moved meanwhile."""
    doubtful = {row["id"]: row["updated"] for row in read.limits if (slots_unexplained(read, row) or 0) > 0}
    if not doubtful:
        return read
    again = sources.Gathered()
    await again.read({"limits": sources.limits(ask)})
    same = {row["id"] for row in again.rows("limits") if row["updated"] == doubtful.get(row["id"])}
    return replace(read, moved=frozenset(doubtful) - same)
