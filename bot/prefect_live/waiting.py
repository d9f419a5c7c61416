"""Which runs wait, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .asking import Row
from .links import page
from .moments import seconds_since
from .snapshot import Snapshot
from .tries import retries_in_its_process

Record = dict[str, Any]
OVERDUE = 10.0  # workers fetch runs ten seconds ahead, so a run this late was not handed out
FOR_A_SLOT = "AwaitingConcurrencySlot"
RETRIES_ITSELF = (
    "{} waits for its next attempt in its own process, and no worker is handed it; "
    "if that process is gone, mark the run as Crashed"
)
DEPLOYMENT_GONE = "the deployment of {} no longer exists, so Prefect lets no worker start it"


def due_seconds(read: Snapshot, run: Row) -> float:
    """Return how long a run has been due; negative while its time has not come."""
    due = run.get("expected_start_time") or run.get("next_scheduled_start_time") or run.get("created")
    return seconds_since(due, read.now) or 0.0


def is_overdue(read: Snapshot, run: Row) -> bool:
    """Tell whether a run is due but was not started; one that asks again for a slot is due too."""
    if run["state_type"] != "SCHEDULED":
        return False
    late = seconds_since(run.get("next_scheduled_start_time"), read.now)
    return run["state_name"] == "Late" or (late is not None and late > OVERDUE)


def waits_for_pool(read: Snapshot, run: Row) -> bool:
    """Tell whether an overdue run is one that a worker may start, so that its pool may hold it back."""
    return is_overdue(read, run) and never_started(read, run) is None


def retries_itself(run: Row) -> bool:
    """Tell whether a run waits for its next attempt in its own process: no worker is ever handed it.

    A process that serves deployments is.
    """
    return run["work_pool_name"] is not None and retries_in_its_process(run)


def never_started(read: Snapshot, run: Row) -> str | None:
    """Return why nobody who polls starts an overdue run, however free its pool is; None where one may."""
    if not is_overdue(read, run):
        return None
    if retries_itself(run):
        return RETRIES_ITSELF.format(run["name"])
    own = run["deployment_id"]
    if own and own not in read.deployments and not read.trouble("deployments"):
        return DEPLOYMENT_GONE.format(run["name"])
    return None


def flow_waiter(read: Snapshot, run: Row) -> Record:
    """Return the record of a waiting flow run."""
    return {
        "id": run["id"],
        "name": run["name"],
        "state": run["state_name"],
        "since_seconds": max(0.0, due_seconds(read, run)),
        "link": page(read.api_url, "flow-run", run["id"]),
    }


def task_waiter(read: Snapshot, task: Row) -> Record:
    """Return the record of a waiting task run."""
    return {
        "id": task["id"],
        "name": task["name"],
        "state": task["state_name"],
        "since_seconds": seconds_since((task.get("state") or {}).get("timestamp"), read.now),
        "link": page(read.api_url, "task-run", task["id"]),
    }


def waiting_facts(records: Sequence[Record]) -> dict[str, Any]:
    """Return waiting, waiting_count and, if any waits, oldest_wait_seconds."""
    ordered = sorted(records, key=lambda record: -(record["since_seconds"] or 0.0))
    facts: dict[str, Any] = {"waiting": ordered, "waiting_count": len(ordered)}
    facts["oldest_wait_seconds"] = (ordered[0]["since_seconds"] or 0.0) if ordered else 0.0
    return facts
