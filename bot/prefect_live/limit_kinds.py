"""Which mechanism a limit belongs to."""

from __future__ import annotations

import re
from typing import Literal

from .asking import Row

_OF_DEPLOYMENT = re.compile(r"deployment:([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")

Kind = Literal["task_tag", "global", "rate_limit", "deployment"]


def limit_kind(limit: Row) -> Kind:
    """Return the mechanism a limit belongs to."""
    if limit["name"].startswith("tag:"):
        return "task_tag"
    if limit["name"].startswith("deployment:"):
        return "deployment"
    return "rate_limit" if limit["slot_decay_per_second"] > 0 else "global"


def limited_deployment(limit: Row) -> str | None:
    """Return the id of the deployment that a limit is of; a person may name one `deployment:other`."""
    match = _OF_DEPLOYMENT.fullmatch(limit["name"])
    return match and match[1]
