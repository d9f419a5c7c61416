"""Which mechanism a limit belongs to."""

from __future__ import annotations

from typing import Literal

from .asking import Row

Kind = Literal["task_tag", "global", "rate_limit", "deployment"]


def limit_kind(limit: Row) -> Kind:
    """Return the mechanism a limit belongs to."""
    if limit["name"].startswith("tag:"):
        return "task_tag"
    if limit["name"].startswith("deployment:"):
        return "deployment"
    return "rate_limit" if limit["slot_decay_per_second"] > 0 else "global"
