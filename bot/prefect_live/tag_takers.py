"""Who took slots of a tag's limit, read only where the tag view and running tasks do not explain its count.

The view lists leases that have not run out and whose holder is a task run; `concurrency("tag:…")` names none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import replace
from typing import Any

from . import sources
from .asking import PAGE, Asking, Row
from .events_kept import not_kept
from .holders import limit_kind, slots_unexplained
from .slots_held import event_holders
from .snapshot import Snapshot
from .stays import stays_in

MOST_TAGS = 20  # limits whose events are read
LEFT = "more tag limits are in doubt at once than are read one by one"


async def with_tag_takers(ask: Asking, read: Snapshot) -> Snapshot:
    """Add the events of tag limits in doubt, the tasks that bear these tags, and their flow runs."""
    doubted = [row for row in read.limits if limit_kind(row) == "task_tag" and slots_unexplained(read, row)]
    if not doubted:
        return read
    near, unkept = doubted[:MOST_TAGS], not_kept(read.settings)
    wanted: dict[str, Awaitable[Any]] = {f"tagged_tasks:{row['id']}": tagged_tasks(ask, row) for row in near}
    if not unkept:
        wanted |= {f"tag_events:{row['id']}": sources.slot_events(ask, row["id"], read.now) for row in near}
    unread = [row for row in doubted if unkept or row not in near]
    more = sources.Gathered()
    await more.read(wanted)
    stays = [one for row in near for one in event_holders(stays_in(more.rows(f"tag_events:{row['id']}")))]
    tasks = {task["id"]: task for row in near for task in more.rows(f"tagged_tasks:{row['id']}")}
    runs = {stay.flow_run for stay in stays} | {task["flow_run_id"] for task in tasks.values()}
    await more.read(
        _by_ids(
            ask, more, "task_runs", {stay.task_run for stay in stays} - tasks.keys() - read.task_runs.keys()
        )
        | _by_ids(ask, more, "flow_runs", runs - read.flow_runs.keys())
    )
    failed = {f"tag_events:{row['id']}": unkept or LEFT for row in unread}
    return replace(
        read,
        tag_events={
            row["id"]: more.rows(f"tag_events:{row['id']}")
            for row in near
            if f"tag_events:{row['id']}" in more.found
        },
        task_runs={**tasks, **more.found.get("tag_task_runs", {}), **read.task_runs},
        flow_runs={**more.found.get("tag_flow_runs", {}), **read.flow_runs},
        failed={**read.failed, **failed, **more.failed},
        cut={**read.cut, **more.cut},
    )


def tagged_tasks(ask: Asking, limit: Row) -> Awaitable[Any]:
    """Read the tasks with a limit's tag that run or wait for a retry, also those whose flow run has ended."""
    state = {"operator": "or_", "type": {"any_": ["RUNNING"]}, "name": {"any_": ["AwaitingRetry"]}}
    wanted = {"state": state, "tags": {"all_": [limit["name"].removeprefix("tag:")]}}
    newest = {"sort": "EXPECTED_START_TIME_DESC", "limit": PAGE}
    return ask.rows("/task_runs/filter", {"task_runs": wanted, **newest})


def _by_ids(
    ask: Asking, more: sources.Gathered, kind: str, ids: Iterable[str | None]
) -> dict[str, Awaitable[Any]]:
    wanted = more.some(f"tag_{kind}", [each for each in ids if each])
    return {f"tag_{kind}": sources.by_ids(ask, kind, wanted)} if wanted else {}
