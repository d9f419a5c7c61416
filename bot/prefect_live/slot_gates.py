"""The gates of a run that are concurrency limits: its deployment's and its tasks' tags."""

from __future__ import annotations

from bot.engine.findings import Gate

from .asking import Row
from .holders import held
from .shared_limits import is_shared, limit_of
from .snapshot import Snapshot


def deployment_limit(read: Snapshot, run: Row) -> Gate:
    """Tell whether the deployment's limit holds a run back."""
    name, own = "deployment limit", run.get("deployment_id")
    if not own:
        return Gate(name, "open", "it belongs to no deployment")
    if why := read.trouble("limits"):
        return Gate(name, "unknown", why)
    limit = limit_of(read.limits, own)
    if limit is None:
        why = None if own in read.deployments else read.trouble("deployments")
        return Gate(name, "unknown", why) if why else Gate(name, "open", "its deployment has no limit")
    whose = read.deployment_name(own) or own
    whose = f"{limit['name']}, which limits {whose}," if is_shared(limit) else whose
    text = f"{limit['active_slots']} of {limit['limit']} slots of {whose} are taken"
    subject = f"limit:{limit['name']}"
    if not limit["active"]:
        waits = run["state_name"] == "AwaitingConcurrencySlot"
        return Gate(name, "closed" if waits else "open", f"{text}, and the limit is switched off", subject)
    is_full, waits = limit["active_slots"] >= limit["limit"], run["state_name"] == "AwaitingConcurrencySlot"
    text += "; it was full when the run asked last" if waits and not is_full else ""
    return Gate(name, "closed" if is_full or waits else "open", text, subject)


def tag_limits(read: Snapshot, run: Row) -> Gate:
    """Tell whether a tag's limit holds the pending tasks of a running run back."""
    name = "task tag limits"
    if run.get("state_type") != "RUNNING":
        return Gate(name, "unknown", "its tasks ask for their slots only while it runs")
    if why := read.trouble("run_tasks", "limits"):
        return Gate(name, "unknown", why)
    tags = {tag: task for task in read.run_tasks for tag in task["tags"]}
    found = [(tag, limit) for tag in sorted(tags) if (limit := _limit(read, f"tag:{tag}"))]
    for tag, limit in found:
        mine = {task["id"] for task in read.run_tasks if tag in task["tags"]}
        holding = {record["id"] for record in held(read, limit).records}
        if limit["active"] and limit["active_slots"] >= limit["limit"] and mine - holding:
            text = (
                f"{len(mine - holding)} of its tasks wait for tag {tag}: "
                f"{limit['active_slots']} of {limit['limit']} slots are taken"
            )
            return Gate(name, "closed", text, f"limit:{limit['name']}")
    if not read.run_tasks:
        return Gate(name, "open", "none of its tasks is pending")
    return Gate(name, "open", "no pending task of it waits for a full tag limit")


def _limit(read: Snapshot, name: str) -> Row | None:
    return next((row for row in read.limits if row["name"] == name), None)
