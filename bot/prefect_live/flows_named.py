"""What a person means who names a flow: that on which its runs and their tasks wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.engine.facts import Subject

from .asking import Row
from .shared_limits import limit_of
from .snapshot import Snapshot


def focus_of_flows(read: Snapshot, subjects: Sequence[Subject]) -> frozenset[str]:
    """Return the ids of the subjects that the waiting runs and tasks of the named flows stand before."""
    flows = read.named_flow_ids
    wanted = {own for run in read.scheduled if run["flow_id"] in flows for own in _before_a_run(read, run)}
    running = {run["id"] for run in read.active if run["flow_id"] in flows}
    pending = [task for task in read.pending_tasks if task["flow_run_id"] in running]
    wanted |= {f"limit:tag:{tag}" for task in pending for tag in task["tags"]}
    return frozenset(subject.id for subject in subjects if subject.id in wanted)


def limits_come_to(read: Snapshot) -> frozenset[str]:
    """Return the limits that Running runs of the named flows may wait for inside `concurrency()`."""
    flows = read.named_flow_ids
    return frozenset(f"limit:{row['name']}" for row in read.limits if _may_have_come_to(read, row, flows))


def _may_have_come_to(read: Snapshot, limit: Row, flows: frozenset[str]) -> bool:
    """Tell whether code of these flows took slots of a limit, and a Running run of theirs none yet."""
    taken = [stay for stay in read.stays(limit["id"]) if stay.flow in flows]
    had = {stay.flow_run for stay in taken}
    running = {run["id"]: run["flow_id"] for run in read.active if run["state_type"] == "RUNNING"}
    users = {stay.flow for stay in taken}
    return any(flow in users and own not in had for own, flow in running.items())


def named_without_a_wait(read: Snapshot, subjects: Sequence[Subject], names: Iterable[str]) -> list[str]:
    """Say of the flows and tags these names mean that Prefect records nothing of them that waits."""
    if read.trouble("limits", "pools", "queues", "scheduled", "active", "pending_tasks", "named_flows"):
        return []
    flows = sorted({str(row["name"]) for row in read.named_flows})
    tags = {tag for task in (*read.pending_tasks, *read.running_tasks) for tag in task["tags"]}
    limited = {str(subject.facts.get("limit_name")) for subject in subjects}
    unlimited = sorted({name for name in names if name in tags and f"tag:{name}" not in limited} - {*flows})
    told = [f"Prefect records no wait of flow {name} for a limit." for name in flows]
    return told + [f"No limit is on tag {name}." for name in unlimited]


def _before_a_run(read: Snapshot, run: Row) -> Iterable[str]:
    if run["deployment_id"]:
        yield f"deployment:{run['deployment_id']}"
        if limit := limit_of(read.limits, run["deployment_id"]):
            yield f"limit:{limit['name']}"
    if run["work_pool_name"]:
        yield f"pool:{run['work_pool_name']}"
        yield f"queue:{run['work_pool_name']}/{run['work_queue_name']}"
