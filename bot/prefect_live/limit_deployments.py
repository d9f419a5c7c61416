"""The facts of a limit that come from its deployment, or from the one that is meant of several."""

from __future__ import annotations

from typing import Any

from .alive import nobody_polls
from .asking import Row
from .ends import cancelled_at_limit, lost_when_starting
from .lease_lengths import grace_seconds
from .links import page
from .outside import outside_facts
from .shared_limits import is_shared, own_of, users_of
from .snapshot import Snapshot
from .waiting import FOR_A_SLOT

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


def deployments_facts(read: Snapshot, limit: Row) -> Told:
    """Return the facts of a limit's deployment; of a shared one those of the deployment that is meant."""
    own = _meant(read, limit)
    facts: dict[str, Any] = {"deployment_id": own}
    deployment, name = read.deployments.get(own), read.deployment_name(own)
    if name:
        facts |= {"deployment_name": name} if is_shared(limit) else {"deployment_name": name, "name": name}
    if is_shared(limit):
        facts["shared_by"] = [_record(read, user) for user in users_of(limit)]
        if limit["id"] in read.slot_events:
            facts["takes_it_again"] = _takes_it_again(read, limit)
    if deployment is None:
        why = read.trouble("deployments") or "this deployment no longer exists"
        return facts, dict.fromkeys(("deployment_name", "collision_strategy", "grace_period_seconds"), why)
    options = deployment.get("concurrency_options") or {}
    outside, untold = outside_facts(read, deployment=own)
    facts["collision_strategy"] = options.get("collision_strategy") or "ENQUEUE"
    if deployment.get("work_pool_name"):
        facts["pool_name"] = deployment["work_pool_name"]
    if (alone := nobody_polls(read, deployment)) is not None:
        facts["nobody_polls"] = alone
    ends, unread = _ends(read, own)
    grace = grace_seconds(read, own)
    facts |= {"grace_period_seconds": grace} if grace else {}
    return {**facts, **outside, **ends}, {**untold, **unread}


def _ends(read: Snapshot, own: str) -> Told:
    if why := read.trouble("cancelled", "cancelled_early"):
        return {}, dict.fromkeys(("cancelled_at_limit", "lost_when_starting"), why)
    reached, lost = cancelled_at_limit(read, own), lost_when_starting(read, own)
    return {"cancelled_at_limit": reached, "lost_when_starting": lost}, {}


def _meant(read: Snapshot, limit: Row) -> str:
    """Return the deployment of the asked run, else a named one, else one that waits, else the first."""
    waiting = [row["deployment_id"] for row in read.scheduled if row["state_name"] == FOR_A_SLOT]
    asked: list[str] = [read.run["deployment_id"]] if read.run else []
    own = users_of(limit) or (own_of(limit),)
    likely: tuple[str, ...] = (*asked, *(row["id"] for row in read.named_deployments), *waiting, own[0])
    return own_of(limit) or next(one for one in likely if one in own)


def _takes_it_again(read: Snapshot, limit: Row) -> dict[str, Any] | None:
    """Return a Running run that holds a slot by its deployment, and whose code took one itself before."""
    stays = [stay for stay in read.stays(limit["id"]) if stay.flow_run]
    flows, inside = {stay.flow for stay in stays}, {stay.flow_run for stay in stays if stay.ended is None}
    running = (run for run in read.active if run["state_type"] == "RUNNING" and run["id"] not in inside)
    own = (run for run in running if run["flow_id"] in flows and run["deployment_id"] in users_of(limit))
    told = ({"id": r["id"], "name": r["name"], "link": page(read.api_url, "flow-run", r["id"])} for r in own)
    return next(told, None)


def _record(read: Snapshot, own: str) -> dict[str, Any]:
    name = read.deployment_name(own) or own
    return {"id": own, "name": name, "link": page(read.api_url, "deployment", own)}
