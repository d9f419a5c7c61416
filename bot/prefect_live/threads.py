"""How many threads of a flow run's task runner its tasks keep; tasks without a thread are not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .asking import Row
from .earlier_tries import of_this_try
from .holders import Held, limit_kind, waiting_with_tag
from .links import page
from .snapshot import Snapshot

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


def tag_thread_facts(read: Snapshot, limit: Row, known: Held) -> Told:
    """Return the flow run in which most tasks wait for this tag, with the threads its tasks keep."""
    if limit_kind(limit) != "task_tag":
        return {}, {}
    if why := known.why or read.trouble("pending_tasks", "running_tasks"):
        return {}, {"waits_in_threads": why}
    return {"waits_in_threads": _most(read, waiting_with_tag(read, limit, known))}, {}


def busy_flows(read: Snapshot) -> list[dict[str, Any]]:
    """Return the Running runs of the named flows, with the threads their tasks keep."""
    named = {row["id"]: row["name"] for row in read.named_flows}
    runs = [run for run in read.active if run["flow_id"] in named and run["state_type"] == "RUNNING"]
    records = [{**_record(read, run), "flow": named[run["flow_id"]]} for run in runs]
    return [record for record in records if record["busy"]]


def _most(read: Snapshot, waiting: Iterable[Row]) -> dict[str, Any] | None:
    runs = {task["flow_run_id"] for task in waiting}
    records = [_record(read, read.flow_runs[own]) for own in sorted(runs) if own in read.flow_runs]
    return max(records, key=lambda record: int(record["waiting"]), default=None)


def _record(read: Snapshot, run: Row) -> dict[str, Any]:
    waiting, running = (
        len(of_this_try(read, (task for task in tasks if task["flow_run_id"] == run["id"])))
        for tasks in (read.pending_tasks, read.running_tasks)
    )
    link = page(read.api_url, "flow-run", run["id"])
    own = {"id": run["id"], "name": run["name"], "state": run["state_name"], "link": link}
    return {**own, "since_seconds": None, "waiting": waiting, "running": running, "busy": waiting + running}
