"""How many slots of a global limit code takes at once, as its events tell: fewer free ones do not help."""

from __future__ import annotations

from dataclasses import replace

from .asking import Row
from .limit_kinds import limit_kind
from .snapshot import Snapshot

AT_ONCE = "taken_at_once"  # of a limit: the fewest slots that the flows asked about took of it at once


def with_taken_at_once(read: Snapshot) -> Snapshot:
    """Add to each global limit how many slots the named flows take of it at once: so many must be free."""
    flows = read.named_flow_ids
    least = {limit["id"]: _least(read, limit, flows) for limit in read.limits} if flows else {}
    if not any(least.values()):
        return read
    return replace(read, limits=tuple({**row, AT_ONCE: least[row["id"]] or 1} for row in read.limits))


def most_at_once(read: Snapshot, limit: Row) -> int:
    """Return the most slots that any code, or the named flows if these took some, took of a limit at once."""
    flows = read.named_flow_ids
    taken = read.stays(limit["id"])
    return max((stay.slots for stay in taken if stay.flow in flows), default=0) or max(
        (stay.slots for stay in taken), default=1
    )


def _least(read: Snapshot, limit: Row, flows: frozenset[str]) -> int:
    if limit_kind(limit) != "global" or limit["active_slots"] <= 0:
        return 0
    return min((stay.slots for stay in read.stays(limit["id"]) if stay.flow in flows), default=0)
