"""A closer look at limits whose count and runs do not agree: what changed, who took slots, their history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from . import sources
from .asking import Asking, Page, Row
from .beyond import at_work, runs_beyond
from .earlier_tries import history, with_tries
from .holders import held, limit_kind, slots_unexplained
from .loose_tasks import with_loose_tasks
from .moments import moment
from .outliving import with_signs_since_ends
from .shared_limits import own_of
from .signs import last_heartbeats, signs_of_life
from .snapshot import Snapshot
from .tag_takers import with_tag_takers

MOST_DOUBTED = 20  # limits, and runs of them, that are read one by one
MOST_READS = 4 * MOST_DOUBTED
LEFT = "more limits and runs are in doubt at once than are read one by one"
MOST_CHANGES = 50
CHANGES = [f"prefect.concurrency-limit.{what}" for what in ("created", "updated")]
LONGEST = timedelta(minutes=30)
Reads = dict[str, Callable[[], Awaitable[Any]]]  # by the name of their source, none asked yet


async def look_closer(ask: Asking, read: Snapshot) -> Snapshot:
    """Read, for each limit in doubt, its changes, and the history and signs of life of its runs."""
    read = await with_tries(ask, await with_signs_since_ends(ask, read))
    read = await with_tag_takers(ask, await with_loose_tasks(ask, read))
    read = await with_tries(ask, read)  # of the runs that hold slots off a tag's view
    doubted = [row for row in read.limits if _doubted(read, row)]
    if not doubted:
        return read
    reads = [_of_limit(ask, read, limit) for limit in doubted]
    near = [each for of_limit in reads[:MOST_DOUBTED] for each in of_limit.items()]
    wanted = {name: ask_it() for name, ask_it in near[:MOST_READS]}
    left = {name: LEFT for of_limit in reads for name in of_limit if name not in wanted}
    dead = {run for limit in doubted for run in _runs_of_the_dead(read, limit)} - read.last_heartbeats.keys()
    if dead:
        wanted["heartbeats"] = last_heartbeats(ask, dead, read.now)
    more = sources.Gathered()
    await more.read(wanted)
    return replace(
        read,
        slot_events={**read.slot_events, **_named(more, "slot_events")},
        limit_changes=_named(more, "changes"),
        signs_since={
            own: frozenset(r["id"] for r in rows) for own, rows in _named(more, "signs_since").items()
        },
        run_states={**read.run_states, **_named(more, "states")},
        last_heartbeats={**read.last_heartbeats, **more.found.get("heartbeats", {})},
        failed={**read.failed, **left, **more.failed},
        cut={**read.cut, **more.cut},
    )


def _of_limit(ask: Asking, read: Snapshot, limit: Row) -> Reads:
    """Return what is to be read of one limit in doubt."""
    reads: Reads = {f"changes:{limit['id']}": partial(limit_changes, ask, limit["id"], read.now)}
    runs = [record["flow_run_id"] for record in at_work(read, limit) or () if record["flow_run_id"]]
    if runs:
        reads[f"signs_since:{limit['id']}"] = partial(_signs_since, ask, read, limit, runs)
    if own_of(limit) and slots_unexplained(read, limit):
        events = partial(sources.slot_events, ask, limit["id"], read.now)
        reads[f"slot_events:{limit['id']}"] = events
    if limit_kind(limit) == "deployment" and runs_beyond(read, limit):
        reads |= {f"states:{run}": partial(history, ask, run) for run in runs if run not in read.run_states}
    return reads


def limit_changes(ask: Asking, limit_id: str, now: datetime) -> Awaitable[Page]:
    """Read when a limit was made and changed (servers from 3.7.4 tell), newest first."""
    window = {
        "since": (now - timedelta(days=sources.EVENT_DAYS)).isoformat(),
        "until": (now + timedelta(seconds=60)).isoformat(),
    }
    resource = {"id": [f"prefect.concurrency-limit.{limit_id}"]}
    return ask.events({"event": {"name": CHANGES}, "resource": resource, "occurred": window}, MOST_CHANGES)


def _runs_of_the_dead(read: Snapshot, limit: Row) -> set[str]:
    """Return the flow runs of dead holders: a heartbeat after its end tells that a process works on."""
    dead = [record for record in held(read, limit).records if record["alive"] is False]
    tasks = [read.task_runs.get(record["id"]) for record in dead if record["kind"] == "task_run"]
    return {record["id"] for record in dead if record["kind"] == "flow_run"} | {
        task["flow_run_id"] for task in tasks if task and task["flow_run_id"]
    }


def _doubted(read: Snapshot, limit: Row) -> bool:
    if limit_kind(limit) == "rate_limit":
        return False
    dead = any(record["alive"] is False for record in held(read, limit).records)
    beyond = limit["active_slots"] > limit["limit"] or (runs_beyond(read, limit) or 0) > 0
    return dead or beyond or (slots_unexplained(read, limit) or 0) > 0


async def _signs_since(ask: Asking, read: Snapshot, limit: Row, runs: list[str]) -> Page:
    """Return the runs that gave a sign of life since the limit's count moved last."""
    moved = moment(limit["updated"]) or read.now
    window = min(read.now - moved, LONGEST).total_seconds()
    found = await signs_of_life(ask, runs[:MOST_DOUBTED], read.now, window)
    return replace(found, cut=found.cut or len(runs) > MOST_DOUBTED)


def _named(more: sources.Gathered, kind: str) -> dict[str, Any]:
    return {n.partition(":")[2]: tuple(v) for n, v in more.found.items() if n.partition(":")[0] == kind}
