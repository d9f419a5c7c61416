"""The gate of a run that is a process's own limit: a worker's --limit, or that of serve()."""

from __future__ import annotations

from bot.engine.findings import Gate

from .asking import Row
from .handed_out import SOURCES, not_taken, not_taken_when_served
from .snapshot import Snapshot
from .tries import TERMINAL
from .waiting import never_started

NAME = "worker limit"
UNTOLD = "a worker's own --limit is not told to Prefect's API"


def worker_limit(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    """Tell whether a process was handed the run and did not take it."""
    if run.get("state_type") in {"RUNNING", *TERMINAL}:
        return Gate(NAME, "open", "passed")
    if why := never_started(read, run):
        return Gate(NAME, "unknown", why)
    if read.trouble(*SOURCES):
        return Gate(NAME, "unknown", UNTOLD)
    if pool is not None:
        left, who, subject = not_taken(read, pool), "a worker", f"pool:{pool['name']}"
    else:
        deployment = read.deployments.get(run.get("deployment_id") or "")
        if deployment is None or deployment["work_pool_name"]:
            return Gate(NAME, "unknown", UNTOLD)
        left, who = not_taken_when_served(read, deployment), "the process that serves it"
        subject = f"deployment:{deployment['id']}"
    if any(row["id"] == run["id"] for row in left):
        text = f"{who} is handed the run each time it asks, and does not take it"
        return Gate(NAME, "closed", text, subject)
    return Gate(NAME, "unknown", UNTOLD)
