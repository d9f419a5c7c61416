"""Which mechanism a limit belongs to."""

from __future__ import annotations

from typing import Literal

from .asking import Row
from .shared_limits import is_shared, own_of

Kind = Literal["task_tag", "global", "rate_limit", "deployment"]


def limit_kind(limit: Row) -> Kind:
    """Return the mechanism a limit belongs to."""
    if limit["name"].startswith("tag:"):
        return "task_tag"
    if own_of(limit):
        return "deployment"
    if limit["slot_decay_per_second"] > 0:
        return "rate_limit"
    return "deployment" if is_shared(limit) else "global"


def told_by_events(limit: Row) -> bool:
    """Tell whether code may hold slots of a limit, of which only events tell."""
    return limit_kind(limit) == "global" or is_shared(limit)
