"""The facts of deployments whose runs wait, or cannot end."""

from __future__ import annotations

from typing import Any

from bot.engine.facts import Subject

from .asking import Row
from .ends import cannot_end, runs_without_their_limit
from .handed_out import SOURCES, not_taken_when_served
from .holder_records import flow_record
from .limit_facts import WAITING, Told
from .links import page
from .moments import seconds_since
from .pool_facts import HOLDS
from .shared_limits import is_shared, limit_of
from .snapshot import Snapshot
from .waiting import FOR_A_SLOT, flow_waiter, is_overdue, never_started, waiting_facts

OWN = (
    *("deployment_name", "deployment_served", "deployment_was_served", "deployment_ready"),
    *("deployment_paused", "deployment_polled_seconds"),
    *("schedules_known", "schedules_active"),
)


def deployment_subjects(read: Snapshot) -> list[Subject]:
    """Build a subject for each deployment with something to tell, each named one, and the asked run's."""
    waiting: dict[str, list[Row]] = {}
    for run in read.scheduled:
        if run["deployment_id"] and (run["state_name"] == FOR_A_SLOT or is_overdue(read, run)):
            waiting.setdefault(run["deployment_id"], []).append(run)
    others = [row["deployment_id"] for row in runs_without_their_limit(read.active, read.limits)]
    others += [own for own, row in read.deployments.items() if row["paused"]]
    others += [row["id"] for row in read.named_deployments]
    others += [read.run["deployment_id"]] if read.run and read.run["deployment_id"] else []
    for own in others:
        waiting.setdefault(own, [])
    return [_subject(read, own, runs) for own, runs in waiting.items()]


def _subject(read: Snapshot, own: str, waiting: list[Row]) -> Subject:
    row, name = read.deployments.get(own), read.deployment_name(own)
    facts: dict[str, Any] = {
        "deployment_id": own,
        "link": page(read.api_url, "deployment", own),
    }
    missing: dict[str, str] = {}
    if why := read.trouble("scheduled"):
        missing = dict.fromkeys(WAITING, why)
    else:
        facts |= waiting_facts([flow_waiter(read, run) for run in waiting])
        facts["never_started"] = next((why for run in waiting if (why := never_started(read, run))), "")
    if name:
        facts |= {"deployment_name": name, "name": name}
    if row is None:
        why = read.trouble("deployments") or "this deployment no longer exists"
        missing |= dict.fromkeys(OWN, why)
    else:
        facts |= _own(read, row)
    for told, unread in (_limit(read, own), _runs(read, own, row)):
        facts |= told
        missing |= unread
    return Subject("deployment", f"deployment:{own}", name or own, facts, missing, read.now)


def _own(read: Snapshot, row: Row) -> dict[str, Any]:
    facts = {
        "deployment_served": row["work_pool_name"] is None,
        "deployment_was_served": _was_served(row),
        "deployment_ready": row["status"] == "READY",
        "deployment_paused": row["paused"],
        "schedules_known": len(row.get("schedules") or ()),
        "schedules_active": sum(schedule["active"] for schedule in row.get("schedules") or ()),
        "deployment_polled_seconds": seconds_since(row.get("last_polled"), read.now),
        "deployment_short_name": row["name"],
        "flow_name": read.flows.get(row["flow_id"]),
    }
    return {**facts, **({"pool_name": row["work_pool_name"]} if row["work_pool_name"] else {})}


def _was_served(row: Row) -> bool:
    """Tell whether a process may have served a deployment; without a pool is one too whose pool was deleted.

    One without a path was made for a pool. With a path both look the same.
    """
    polled, for_a_pool = row.get("last_polled") is not None, row.get("path", "") is None
    return row["work_pool_name"] is None and polled and not for_a_pool


def _limit(read: Snapshot, own: str) -> Told:
    if why := read.trouble("limits"):
        return {}, dict.fromkeys(("limit_state", "cannot_end"), why)
    limit = limit_of(read.limits, own)
    if limit is None and own not in read.deployments and (why := read.trouble("deployments")):
        return {}, dict.fromkeys(("limit_state", "cannot_end"), why)
    facts: dict[str, Any] = {"limit_state": "none" if limit is None else "on" if limit["active"] else "off"}
    facts |= {"limit_name": limit["name"]} if limit and is_shared(limit) else {}
    if why := read.trouble("active", "last_words"):
        return facts, {"cannot_end": why}
    return {**facts, "cannot_end": cannot_end(read, own)}, {}


def _runs(read: Snapshot, own: str, row: Row | None) -> Told:
    if why := read.trouble("active"):
        return {}, dict.fromkeys(("holders", "not_taken"), why)
    active = [run for run in read.active if run["deployment_id"] == own and run["state_type"] in HOLDS]
    facts: dict[str, Any] = {"holders": [flow_record(read, run) for run in active]}
    if why := read.trouble(*SOURCES):
        return facts, {"not_taken": why}
    served = row is not None and row["work_pool_name"] is None
    left = not_taken_when_served(read, row) if row is not None and served else []
    return {**facts, "not_taken": [flow_waiter(read, run) for run in left]}, {}
