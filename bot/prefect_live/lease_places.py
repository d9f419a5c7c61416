"""Of which limit a deployment's run holds a slot: of the one that its deployment named when it was taken.

Prefect tells neither. A deployment may name another limit since, and a limit may be one that was made anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.engine.releases import older

from .asking import Row
from .moments import moment
from .shared_limits import NAMES, lease_in, users_of
from .snapshot import START, Snapshot

KEPT_AT_POLLS_SINCE = "3.6.20"  # servers of 3.4.25 set a deployment's `updated` anew at each poll
EARLY = timedelta(seconds=15)  # a worker takes a run that long before it is due
CHANGED = (
    "{} took its slot before its deployment was changed or its limit was made, so it may be one of another "
    "limit; look again when it has ended"
)
LEFT = (
    "{} took a slot of a deployment's limit that its deployment may have left, so it may be one of this "
    "limit; look again when it has ended"
)


def of_another(read: Snapshot, limit: Row) -> str | None:
    """Say which run of a limit's deployments may have its slot of another limit."""
    own, made = users_of(limit), moment(limit["created"]) or START
    runs = [run for run in read.active if run["deployment_id"] in own and lease_in(run["state"])]
    name = next((run["name"] for run in runs if _since(run) < max(made, _changed(read, run))), None)
    return name and CHANGED.format(name)


def left_here(read: Snapshot, limit: Row) -> str | None:
    """Say which run may hold a slot of a limit that its deployment names no more, if it ever did."""
    name = next((run["name"] for run in read.active if _may_have_left(read, limit, run)), None)
    return name and LEFT.format(name)


def _may_have_left(read: Snapshot, limit: Row, run: Row) -> bool:
    if not lease_in(run["state"]) or run["deployment_id"] in users_of(limit):
        return False
    made, moved = moment(limit["created"]), moment(limit["updated"])
    last = moment(run["state"]["timestamp"])
    if (made and last and last + EARLY < made) or (moved and moved < _since(run)):
        return False
    row = read.deployments.get(run["deployment_id"] or "")
    return row is None or row.get(NAMES, row) is None or _since(run) < _changed(read, run)


def _changed(read: Snapshot, run: Row) -> datetime:
    """Return when a run's deployment was changed last; older servers do not tell."""
    if older(read.version or "", KEPT_AT_POLLS_SINCE):
        return START
    row = read.deployments.get(run["deployment_id"] or "") or {}
    return moment(row.get("updated")) or START


def _since(run: Row) -> datetime:
    """Return the earliest moment at which a run can have taken its slot."""
    due = [moment(run.get(name)) for name in ("expected_start_time", "start_time")]
    known = [at for at in (*due, moment(run["state"]["timestamp"])) if at]
    made = moment(run.get("created")) or START
    return max(made, min(known, default=START) - EARLY)
