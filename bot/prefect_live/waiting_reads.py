"""What is read only where it may matter: the list of tags, the workers' clocks, the last words of runs."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from . import sources
from .asking import Asking
from .ends import runs_without_their_limit

MOST_POOLS = 50  # whose workers' events are read in one request


def waiting_reads(ask: Asking, now: datetime, got: sources.Gathered) -> dict[str, Awaitable[Any]]:
    """Return the second round's reads for what the first one brought."""
    wanted, limits = dict[str, Awaitable[Any]](), got.rows("limits")
    if any(row["name"].startswith("tag:") for row in limits) and len(limits) > sources.FIRST_TAGS:
        wanted["first_tags"] = sources.first_tags(ask)
    names = {row["work_pool_name"] for row in got.rows("scheduled")}
    names |= {row["work_pool_name"] for row in got.rows("active") if row["state_type"] == "CANCELLING"}
    if waiting := [row["id"] for row in got.rows("pools") if row["name"] in names]:
        wanted["worker_events"] = sources.worker_events(ask, waiting[:MOST_POOLS], now)
    unendable = runs_without_their_limit(got.rows("active"), limits)
    if unendable and "limits" not in got.failed:
        wanted["last_words"] = sources.last_words(ask, [row["id"] for row in unendable])
    return wanted
