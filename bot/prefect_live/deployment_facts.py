"""The facts of deployments whose runs wait."""

from __future__ import annotations

from typing import Any

from bot.engine.facts import Subject

from .links import page
from .snapshot import Snapshot
from .waiting import FOR_A_SLOT, flow_waiter, waiting_facts, waits_for_pool


def deployment_subjects(read: Snapshot) -> list[Subject]:
    """Build a subject for each deployment that has waiting runs, and for that of the asked run."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for run in read.scheduled:
        if run["deployment_id"] and (run["state_name"] == FOR_A_SLOT or waits_for_pool(read, run)):
            waiting.setdefault(run["deployment_id"], []).append(flow_waiter(read, run))
    if read.run and read.run["deployment_id"]:
        waiting.setdefault(read.run["deployment_id"], [])
    return [_subject(read, own, records) for own, records in waiting.items()]


def _subject(read: Snapshot, own: str, records: list[dict[str, Any]]) -> Subject:
    row, name = read.deployments.get(own), read.deployment_name(own)
    facts: dict[str, Any] = {
        "deployment_id": own,
        "link": page(read.api_url, "deployment", own),
        **waiting_facts(records),
    }
    missing: dict[str, str] = {}
    if name:
        facts |= {"deployment_name": name, "name": name}
    if row is None:
        why = read.trouble("deployments") or "this deployment no longer exists"
        missing = dict.fromkeys(("deployment_name", "deployment_served", "deployment_ready"), why)
    else:
        facts |= {
            "deployment_served": row["work_pool_name"] is None,
            "deployment_ready": row["status"] == "READY",
        }
        facts |= {"pool_name": row["work_pool_name"]} if row["work_pool_name"] else {}
    return Subject("deployment", f"deployment:{own}", name or own, facts, missing, read.now)
