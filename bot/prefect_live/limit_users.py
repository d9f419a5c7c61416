"""Why the slots of a limit may be those of a run whose deployment is not known to name it."""

from __future__ import annotations

from .asking import Row
from .lease_places import left_here
from .shared_limits import users_of
from .snapshot import Snapshot

NAMED = "a deployment names this tag's limit too, and its runs take slots that no tag view lists"


def users_unread(read: Snapshot, limit: Row) -> str | None:
    """Say why the slots of a limit may be those of a deployment's run that is not known as such."""
    if why := read.trouble("active"):
        return why
    if limit["name"].startswith("tag:") and users_of(limit):
        return NAMED
    unread = any(run["deployment_id"] and run["deployment_id"] not in read.deployments for run in read.active)
    return (read.trouble("deployments") if unread else None) or left_here(read, limit)
