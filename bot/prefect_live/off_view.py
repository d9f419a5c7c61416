"""Who holds slots of a tag's limit though the tag view does not list it.

Code that takes the limit by its name, as `concurrency("tag:…")`, has a lease without a holder. A task that
died keeps its slot for a while after its lease has run out, until the server takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .asking import Row
from .holder_records import dead_seconds, event_record, task_record
from .lease_lengths import LATE, LENGTHS, round_seconds
from .slots_held import taken_while_active
from .snapshot import Snapshot
from .stays import Stay

Record = dict[str, Any]
HOLDS = frozenset({"Running", "AwaitingRetry"})


def off_view(read: Snapshot, limit: Row, listed: Collection[str]) -> list[Record]:
    """Return who holds slots beside those listed, who may live first, each with slots and outlives.

    outlives is how long the slot outlives its run at most, s. Of the dead only those are told whose slot may
    not be taken back yet.
    """
    found = [*_by_events(read, limit, listed), *_by_tasks(read, limit, listed)]
    kept = [record for record in found if record["alive"] is not False or _may_be_counted(read, record)]
    return sorted(kept, key=lambda record: record["alive"] is False)


def _by_events(read: Snapshot, limit: Row, listed: Collection[str]) -> Iterator[Record]:
    """Yield what was taken and not given back; what a listed task holds by its tag is not told twice."""
    passed, events = set(listed), read.tag_events.get(limit["id"], ())
    for stay in taken_while_active(events, read.tag_stays(limit["id"]), active=limit["active"]):
        if stay.id in passed:
            passed.discard(stay.id)
        else:
            yield {**event_record(read, stay), "outlives": _outlives(read, limit, stay)}


def _by_tasks(read: Snapshot, limit: Row, listed: Collection[str]) -> Iterator[Record]:
    """Yield the tasks with the tag of which no event tells."""
    lives_on = LENGTHS["task_tag"] + round_seconds(read)
    told = {stay.task_run for stay in read.tag_stays(limit["id"])}
    subflows = {run["parent_task_run_id"] for run in read.active}
    for task in read.task_runs.values():
        own = _bears(task, limit) and task["state_name"] in HOLDS and task["id"] not in subflows
        if own and task["id"] not in told and task["id"] not in listed:
            yield {**task_record(read, task["id"], task), "slots": 1, "outlives": lives_on}


def _outlives(read: Snapshot, limit: Row, stay: Stay) -> float:
    task = read.task_runs.get(stay.task_run)
    of_tag = task is not None and _bears(task, limit)
    return LENGTHS["task_tag" if of_tag else "global"] + round_seconds(read)


def _bears(task: Row, limit: Row) -> bool:
    return limit["name"].removeprefix("tag:") in task["tags"]


def _may_be_counted(read: Snapshot, record: Record) -> bool:
    dead = dead_seconds(read, record)
    return dead is None or dead < record["outlives"] + LATE
