"""What a person means who names a flow: that on which its runs and their tasks wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.engine.facts import Subject

from .asking import Row
from .shared_limits import limit_of
from .snapshot import Snapshot


def focus_of_flows(read: Snapshot, subjects: Sequence[Subject]) -> frozenset[str]:
    """Return the ids of the subjects that the waiting runs and tasks of the named flows stand before."""
    flows = {row["id"] for row in read.named_flows}
    wanted = {own for run in read.scheduled if run["flow_id"] in flows for own in _before_a_run(read, run)}
    running = {run["id"] for run in read.active if run["flow_id"] in flows}
    pending = [task for task in read.pending_tasks if task["flow_run_id"] in running]
    wanted |= {f"limit:tag:{tag}" for task in pending for tag in task["tags"]}
    return frozenset(subject.id for subject in subjects if subject.id in wanted)


def _before_a_run(read: Snapshot, run: Row) -> Iterable[str]:
    if run["deployment_id"]:
        yield f"deployment:{run['deployment_id']}"
        if limit := limit_of(read.limits, run["deployment_id"]):
            yield f"limit:{limit['name']}"
    if run["work_pool_name"]:
        yield f"pool:{run['work_pool_name']}"
        yield f"queue:{run['work_pool_name']}/{run['work_queue_name']}"
