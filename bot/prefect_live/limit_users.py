"""Why a deployment that is not known may use a global limit."""

from __future__ import annotations

from .shared_limits import NAMES, lease_in
from .snapshot import Snapshot

LEFT = "{} took a slot of a deployment's limit that its deployment names no more; it may be one of this limit"


def users_unread(read: Snapshot) -> str | None:
    """Say why the slots of a global limit may be those of a deployment's run that is not known as such."""
    if why := read.trouble("active"):
        return why
    for run in read.active:
        row = read.deployments.get(run["deployment_id"] or "")
        if row is None and run["deployment_id"] and (why := read.trouble("deployments")):
            return why
        names_none = row is not None and row.get(NAMES, row) is None
        if names_none and lease_in(run["state"]):
            return LEFT.format(run["name"])
    return None
