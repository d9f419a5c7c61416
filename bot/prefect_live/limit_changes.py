"""What people changed on a limit, from its events."""

from __future__ import annotations

from typing import Any

from bot.engine.expressions import version_key

from .asking import Row
from .moments import seconds_since
from .snapshot import Snapshot

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable
UNSEEN = "this server does not record changes of limits; 3.7.4 and newer do"
SINCE = "3.7.4"
FACTS = ("switched_off_seconds", "switched_on_seconds", "slots_set_seconds", "lowered_seconds")


def change_facts(read: Snapshot, limit: Row) -> Told:
    """Return how long ago the limit was last off, lowered, and maybe its count set; None: not seen.

    An update that leaves limit, active and decay as they were may have set the count, or nothing at all: the
    same update is recorded when the limit is set to what it is.
    """
    if limit["id"] not in read.limit_changes:
        why = read.failed.get(f"changes:{limit['id']}")
        return {}, dict.fromkeys(FACTS, why) if why else {}
    events = sorted(read.limit_changes[limit["id"]], key=lambda event: str(event["occurred"]))
    if not events and not _recorded(read):
        return {}, dict.fromkeys(FACTS, UNSEEN)
    facts: dict[str, Any] = dict.fromkeys(FACTS)
    before: Row | None = None
    for event in events:
        now, ago = event["payload"], seconds_since(event["occurred"], read.now)
        if not now["active"]:
            facts["switched_off_seconds"] = ago
        elif before is not None and not before["active"]:
            facts["switched_on_seconds"] = ago
        if before is not None and now == before:
            facts["slots_set_seconds"] = ago
        if before is not None and now["limit"] < before["limit"]:
            facts |= {"lowered_seconds": ago, "lowered_from": before["limit"]}
        before = now
    return facts, {}


def _recorded(read: Snapshot) -> bool:
    """Tell whether this server records changes, so that none seen means that there was none."""
    return read.version is not None and version_key(read.version) >= version_key(SINCE)
