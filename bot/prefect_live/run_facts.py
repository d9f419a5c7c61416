"""The facts of the one flow run a person asks about."""

from __future__ import annotations

from typing import Any

from bot.engine.facts import Subject
from bot.engine.findings import Gate

from .alive import state_seconds
from .links import page
from .moments import seconds_since
from .snapshot import Snapshot


def run_subject(read: Snapshot, gates: tuple[Gate, ...]) -> Subject:
    """Build the subject of the asked run. Needs `read.run`."""
    run = read.run or {}
    closed = next((gate.name for gate in gates if gate.state == "closed"), None)
    facts: dict[str, Any] = {
        "run_id": run["id"],
        "name": run["name"],
        "link": page(read.api_url, "flow-run", run["id"]),
        "run_state": run["state_type"],
        "run_state_name": run["state_name"],
        "run_message": (run.get("state") or {}).get("message") or "",
        "run_state_seconds": state_seconds(read, run),
        "closed_gate": closed,
    }
    due = seconds_since(run.get("next_scheduled_start_time"), read.now)
    if due is not None:
        facts["run_starts_in_seconds"] = -due
    if run.get("work_pool_name"):
        facts["pool_name"] = run["work_pool_name"]
    name = read.deployment_name(run["deployment_id"]) if run.get("deployment_id") else None
    if name:
        facts["deployment_name"] = name
    return Subject("run", f"run:{run['id']}", run["name"], facts, {}, read.now)
