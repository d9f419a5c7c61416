"""Holders of an earlier try: their run was started again under its own id, and what they held is left."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from . import sources
from .asking import Asking, Row
from .moments import moment
from .signs import HEARTBEAT, arrived
from .slots_held import event_holders
from .snapshot import Snapshot
from .sources import CLOCKS_APART
from .subflows import around
from .tries import End, Gap, ends_of, gaps, tried_again

MOST_HISTORIES = 40  # of runs, each read by itself
MOST_GAPS = 5  # between tries of one run, from which its heartbeats are read
LEFT = "more runs were tried again under their own id than are read one by one"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """Of a task run: when the try of its flow run was over that it belongs to; told where that is known."""

    over: End | None = None
    told: bool = True


def tried_task(read: Snapshot, task: Row) -> Tried:
    """Return which try of its flow run a task run belongs to.

    Prefect counts the try when a task becomes Running. An earlier one need not be over: a retry in the same
    process lets tasks run on that were submitted before it.
    """
    run = read.flow_runs.get(task["flow_run_id"] or "")
    if run is None:
        return Tried()
    number, last = task.get("flow_run_run_count") or 0, run.get("run_count") or 1
    if run["state_type"] == "RUNNING" and number >= last:
        return Tried()
    tries = read.tries(run["id"])
    made = moment(task.get("created")) or moment((task.get("state") or {}).get("timestamp"))
    return Tried(tries.end_after(made) if made else None, tries.why is None)


def of_this_try(read: Snapshot, tasks: Iterable[Row]) -> list[Row]:
    """Leave out the tasks of tries that are over."""
    return [task for task in tasks if tried_task(read, task).over is None]


def in_its_try(read: Snapshot, record: Record, run_id: str, over: End | None, *, told: bool) -> Record:
    """Return a holder's record as its try shows it: dead where that is over, unknown where it is not told.

    over_seconds says how long ago it was over. The run itself, with the same name and id, may work.
    """
    if over:
        ago = round((read.now - over.at).total_seconds(), 1)
        why = f"the try of its run that took it is over ({over.state})"
        dead = {"state": over.state, "alive": False, "why": why, "unread": None, "silent": False}
        return {**record, **dead, "over_seconds": ago}
    if told or record["alive"] is False:
        return record
    untold = read.tries(run_id).why
    why = f"its run was tried again, and whether a try that is over took it is not known: {untold}"
    unread = f"{record['name']}: {why}"
    return {**record, "alive": None, "why": why, "unread": unread, "try_told": False}


async def with_tries(ask: Asking, read: Snapshot) -> Snapshot:
    """Add the histories of the runs that hold slots or whose tasks do, and that were tried again."""
    wanted = [run for run in _in_doubt(read) if f"states:{run}" not in read.failed]
    if not wanted:
        return read
    more, near = sources.Gathered(), wanted[:MOST_HISTORIES]
    await more.read({f"states:{run}": history(ask, run) for run in near})
    told = {run: more.rows(f"states:{run}") for run in near if f"states:{run}" in more.found}
    idle = {run: gaps(ends_of(read.flow_runs[run], states), states) for run, states in told.items()}
    await more.read({f"beats:{run}": _beats(ask, run, own, read.now) for run, own in idle.items() if own})
    beats = {run: tuple(map(arrived, more.rows(f"beats:{run}"))) for run in idle}
    # Where these could not be read, it is not known either whether a process outlived its try.
    unread = {run: why for run in idle if (why := more.failed.get(f"beats:{run}"))}
    failed = {f"states:{run}": LEFT for run in wanted[MOST_HISTORIES:]}
    failed |= {f"states:{run}": why for run, why in unread.items()}
    return replace(
        read,
        run_states={**read.run_states, **{run: told[run] for run in told.keys() - unread.keys()}},
        beats_between={**read.beats_between, **beats},
        failed={**read.failed, **more.failed, **failed},
        cut={**read.cut, **more.cut},
    )


def history(ask: Asking, run: str) -> Awaitable[Any]:
    """Read the states a flow run went through."""
    return ask.listed(f"/flow_run_states/?flow_run_id={run}")


async def _beats(ask: Asking, run: str, idle: Sequence[Gap], now: datetime) -> list[Row]:
    """Read heartbeats of a flow run from the time when none of its tries went on."""
    found: list[Row] = []
    for end, until in idle[-MOST_GAPS:]:
        gap = {"since": end.at.isoformat(), "until": (until or now + CLOCKS_APART).isoformat()}
        resource = {"id": [f"prefect.flow-run.{run}"]}
        wanted: Row = {"event": {"name": [HEARTBEAT]}, "resource": resource, "occurred": gap}
        found += (await ask.events(wanted, 1)).rows
    return found


def _in_doubt(read: Snapshot) -> list[str]:
    stays = [*map(read.stays, read.slot_events), *map(read.tag_stays, read.tag_events)]
    own = {one.flow_run for taken in stays for one in event_holders(taken)}
    tags = {row["name"].removeprefix("tag:") for row in read.limits if row["name"].startswith("tag:")}
    tasks = (*read.running_tasks, *read.pending_tasks, *read.task_runs.values())
    own |= {task["flow_run_id"] for task in tasks if tags.intersection(task["tags"])}
    runs = [run for run in map(read.flow_runs.get, sorted(own - {None})) if run]
    known = {one["id"]: one for run in runs for one in (run, *around(read, run))}
    return [own for own, run in known.items() if tried_again(run) and own not in read.run_states]
