"""What `prefect concurrency-limit ls` shows of the tag limits that there are."""

from __future__ import annotations

from bot.engine.facts import Fact

from .snapshot import Snapshot


def tag_list_facts(read: Snapshot) -> list[Fact]:
    """Return how many limits and tag limits there are, and how many the list shows."""
    if read.trouble("limits", "first_tags") or not read.limits:
        return []
    tags = sum(row["name"].startswith("tag:") for row in read.limits)
    # The list is read only where it may be short of some.
    counts = {
        "limits_total": len(read.limits),
        "tag_limits": tags,
        "tag_limits_listed": tags if read.first_tags is None else len(read.first_tags),
    }
    return [Fact(name, count, "live", read.now) for name, count in counts.items()]
