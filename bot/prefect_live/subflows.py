"""Subflows that run inside of their parent's process, and so no longer than it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .asking import Row

if TYPE_CHECKING:
    from .snapshot import Snapshot


def inside_another(run: Row) -> bool:
    """Tell whether a run is a subflow in its parent's process.

    One of a deployment, or of a flow bound to infrastructure as `@kubernetes`, has a process of its own.
    """
    if run["parent_task_run_id"] is None:
        return False
    return run["deployment_id"] is None and run.get("work_pool_name") is None


def around(read: Snapshot, run: Row) -> Iterator[Row]:
    """Yield the runs in whose process a subflow runs, its parent first, as far as they were read."""
    passed: set[str] = set()
    while inside_another(run) and run["id"] not in passed:
        passed.add(run["id"])
        task = read.task_runs.get(run["parent_task_run_id"])
        parent = read.flow_runs.get(task["flow_run_id"] or "") if task else None
        if parent is None:
            return
        yield parent
        run = parent


def parents_of(active: Iterable[Row], tasks: dict[str, Row]) -> set[str]:
    """Return the ids of the runs in whose process these ones run, by the tasks that stand for them."""
    stand_for = (tasks.get(run["parent_task_run_id"]) for run in active if inside_another(run))
    return {task["flow_run_id"] for task in stand_for if task and task["flow_run_id"]}
