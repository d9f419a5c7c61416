"""Tasks outside of flow runs, read only where those inside do not explain a tag limit."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

from . import sources
from .asking import Asking, Page, Row
from .holders import full, held, limit_kind, slots_unexplained, waiting_with_tag
from .snapshot import Snapshot


async def with_loose_tasks(ask: Asking, read: Snapshot) -> Snapshot:
    """Add the tasks outside of flow runs where a tag's slots have no holder, or it is full for nobody."""
    if not any(_puzzling(read, limit) for limit in read.limits):
        return read
    more = sources.Gathered()
    await more.read({"loose_tasks": loose_tasks(ask)})
    tasks = more.rows("loose_tasks")
    running = tuple(task for task in tasks if task["state_type"] == "RUNNING")
    return replace(
        read,
        loose_tasks_read="loose_tasks" in more.found and not more.cut,
        pending_tasks=(*read.pending_tasks, *(task for task in tasks if task["state_type"] == "PENDING")),
        running_tasks=(*read.running_tasks, *running),
        task_runs={**{task["id"]: task for task in running}, **read.task_runs},
        failed={**read.failed, **more.failed},
        cut={**read.cut, **more.cut},
    )


def loose_tasks(ask: Asking) -> Awaitable[Page]:
    """Read the task runs that run or wait outside of flow runs, as `task.delay` makes them."""
    states = {"type": {"any_": ["PENDING", "RUNNING"]}}
    wanted = {"state": states, "flow_run_id": {"is_null_": True}}
    return ask.pages("/task_runs/filter", {"task_runs": wanted}, sources.MOST_RUNS)


def _puzzling(read: Snapshot, limit: Row) -> bool:
    if limit_kind(limit) != "task_tag":
        return False
    for_nobody = full(limit) and not waiting_with_tag(read, limit, held(read, limit))
    return for_nobody or (slots_unexplained(read, limit) or 0) > 0
