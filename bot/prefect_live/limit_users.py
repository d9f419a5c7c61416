"""Who may hold slots of a limit beside those who are known to use it."""

from __future__ import annotations

from .asking import Row
from .lease_places import left_here
from .moments import seconds_since
from .shared_limits import users_of
from .slots_held import event_holders
from .snapshot import Snapshot

NAMED = "a deployment names this tag's limit too, and its runs take slots that no tag view lists"
IN_CODE = "code took a slot of it by its name {:.0f} s ago, and no event tells that it gave it back"


def users_unread(read: Snapshot, limit: Row) -> str | None:
    """Say why the slots of a limit may be those of a deployment's run that is not known as such."""
    if why := read.trouble("active"):
        return why
    if limit["name"].startswith("tag:") and users_of(limit):
        return NAMED
    unread = any(run["deployment_id"] and run["deployment_id"] not in read.deployments for run in read.active)
    return (read.trouble("deployments") if unread else None) or left_here(read, limit)


def taken_by_name(read: Snapshot, limit: Row) -> str | None:
    """Say that code took a slot of a deployment's own limit, as `concurrency("deployment:<its id>")` does."""
    taken = event_holders(read.stays(limit["id"]))
    why = read.trouble(f"slot_events:{limit['id']}")
    return IN_CODE.format(seconds_since(taken[-1].at, read.now) or 0.0) if taken else why
