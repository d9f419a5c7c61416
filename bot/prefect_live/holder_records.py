"""The record of one holder: who it is, since when, and whether it lives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from .alive import AFTER_ITS_END, alive, ended_around, silent, state_seconds, unread
from .asking import Row
from .earlier_tries import in_its_try, tried_task
from .links import page
from .moments import seconds_since
from .snapshot import Snapshot
from .stays import Stay
from .tries import TERMINAL

Record = dict[str, Any]
IDLE = frozenset({"AwaitingRetry", "Paused", "Suspended"})
A_MOMENT = 60.0  # s; a slot kept idle for less than that beside runs that work is not what others wait for
UNKNOWN_CODE = "it runs outside of a flow run, so Prefect does not know whether it lives"


def flow_record(read: Snapshot, run: Row) -> Record:
    """Return the holder record of a flow run."""
    living, why = alive(read, run)
    return {
        "id": run["id"],
        "name": run["name"],
        "kind": "flow_run",
        "state": run["state_name"],
        "since_seconds": state_seconds(read, run),
        "link": page(read.api_url, "flow-run", run["id"]),
        "alive": living,
        "why": why,
        "unread": unread(read, run),
        "silent": silent(read, run),
    }


def dead_holders(records: Iterable[Record]) -> tuple[list[Record], str | None]:
    """Return the holders known to be dead, and when none is, what keeps from telling whether one is."""
    known = list(records)
    dead = [record for record in known if record["alive"] is False]
    whys = [record["unread"] for record in known if record["unread"]]
    return dead, None if dead or not whys else str(whys[0])


def task_record(read: Snapshot, task_id: str, task: Row | None = None) -> Record:
    """Return the holder record of a task run; it lives as long as its flow run does."""
    task = task or read.task_runs.get(task_id)
    link = page(read.api_url, "task-run", task_id)
    if task is None:
        why = read.trouble("task_runs") or "Prefect no longer knows this task run"
        gone = {"id": task_id, "name": task_id, "kind": "task_run", "state": None, "since_seconds": None}
        return {
            **gone,
            "link": link,
            "alive": None,
            "why": why,
            "unread": read.trouble("task_runs"),
            "silent": False,
        }
    run = read.flow_runs.get(task["flow_run_id"])
    living, why = alive(read, run) if task["flow_run_id"] else (None, UNKNOWN_CODE)
    if task["state_type"] in TERMINAL:
        living, why = False, f"its task run is already {task['state_name']}"
    record = {
        "id": task_id,
        "name": task["name"],
        "kind": "task_run",
        "state": task["state_name"],
        "since_seconds": state_seconds(read, task),
        "link": link,
        "alive": living,
        "why": why,
        "unread": unread(read, run) if task["flow_run_id"] and living is not False else None,
        "silent": living is None and silent(read, run),
    }
    tried = tried_task(read, task)
    if living is False:
        return record
    return in_its_try(read, record, task["flow_run_id"], tried.over, told=tried.told)


def dead_seconds(read: Snapshot, record: Record) -> float | None:
    """Return for how long a dead holder has surely been dead; None when its process beat after that."""
    task = read.task_runs.get(record["id"]) if record["kind"] == "task_run" else None
    run = read.flow_runs.get(task["flow_run_id"] if task else record["id"])
    if "over_seconds" in record:
        return float(record["over_seconds"])
    ended = next((row for row in (task, run) if row is not None and row["state_type"] in TERMINAL), None)
    ended = ended or (ended_around(read, run) if run else None)
    beats = read.last_heartbeats.get(run["id"]) if run else None
    beat_seconds = (read.now - beats[0]).total_seconds() if beats else None
    if ended is None:
        return read.silent_after if beat_seconds is None else beat_seconds
    age = state_seconds(read, ended) or 0.0
    return None if beat_seconds is not None and beat_seconds < age - AFTER_ITS_END else age


def idle_holders(read: Snapshot, records: Iterable[Record]) -> list[Record]:
    """Return who waits for a retry or is paused: all where nobody works, else those past a moment."""
    known = list(records)
    idle = [record for record in known if record["state"] in IDLE]
    return idle if len(idle) == len(known) else [one for one in idle if _idle_seconds(read, one) > A_MOMENT]


def _idle_seconds(read: Snapshot, record: Record) -> float:
    rows = read.task_runs if record["kind"] == "task_run" else read.flow_runs
    run = rows.get(record["id"])
    return (state_seconds(read, run) if run else record["since_seconds"]) or 0.0


def still_counted(read: Snapshot, limit: Row, taken: tuple[Stay, ...]) -> tuple[Stay, ...]:
    """Leave out dead runs whose slots the counter no longer holds: the last to go is counted first.

    A slot that a lease gave back leaves no event, so runs that went days ago may hold nothing any more.
    """
    kept = [one for one in taken if not gone(read, one)]
    room = limit["active_slots"] - sum(one.slots for one in kept)
    dead = [one for one in taken if gone(read, one)]
    for one in sorted(dead, key=lambda one: _gone_since(read, one), reverse=True):
        if one.slots <= room:
            kept.append(one)
            room -= one.slots
    return tuple(kept)


def gone(read: Snapshot, one: Stay) -> bool:
    """Tell whether who took these slots is dead, or a run that is not known."""
    return _run_of(read, one) is None or event_record(read, one)["alive"] is False


def _gone_since(read: Snapshot, one: Stay) -> datetime:
    """Return when a run went; where that is not known, when it took its slots."""
    dead = dead_seconds(read, event_record(read, one)) if _run_of(read, one) else None
    return one.began if dead is None else read.now - timedelta(seconds=dead)


def _run_of(read: Snapshot, one: Stay) -> Row | None:
    return (read.task_runs if one.kind == "task_run" else read.flow_runs).get(one.id)


def event_record(read: Snapshot, one: Stay) -> Record:
    """Return the holder record of what an event says was taken, with its slots."""
    return {**_event_record(read, one), "slots": one.slots}


def _event_record(read: Snapshot, one: Stay) -> Record:
    if one.kind == "code":
        return _code_record(read, one)
    run = _run_of(read, one)
    if one.kind == "task_run":
        return {**task_record(read, one.id), "since_seconds": seconds_since(one.at, read.now)}
    if run is None:
        link = page(read.api_url, "flow-run", one.id)
        why = read.trouble("flow_runs") or "Prefect no longer knows this flow run"
        gone = {"id": one.id, "name": one.id, "kind": "flow_run", "state": None, "link": link}
        age, unknown = seconds_since(one.at, read.now), read.trouble("flow_runs")
        return {**gone, "since_seconds": age, "alive": None, "why": why, "unread": unknown, "silent": False}
    record = {**flow_record(read, run), "since_seconds": seconds_since(one.at, read.now)}
    if run["state_type"] in TERMINAL and one.over is None:
        return record
    return in_its_try(read, record, one.flow_run, one.over, told=one.told)


def _code_record(read: Snapshot, one: Stay) -> Record:
    return {
        "id": one.id,
        "name": "code outside of a flow run",
        "kind": "code",
        "state": None,
        "since_seconds": seconds_since(one.at, read.now),
        "link": "",
        "alive": None,
        "why": UNKNOWN_CODE,
        "unread": None,
        "silent": False,
    }
