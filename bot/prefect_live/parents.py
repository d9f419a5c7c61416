"""Which holders have started what waits: parents of waiting runs, callers of waiting tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from .asking import Row
from .links import page
from .snapshot import Snapshot

PARENTS = ("parent_holds", "all_held_by_parents")
CALLERS = ("nested_in_one_run", "all_held_by_parents")
Record = dict[str, Any]
Pair = tuple[Row, Row]  # what waits, and a parent or caller of it


def parent_facts(
    read: Snapshot,
    waiters: Sequence[Row],
    holders: Sequence[Record],
    used: int | None,
    *,
    in_order: bool = True,
) -> Record:
    """Return the first holder that is a parent of a waiting run, and whether such ones hold every slot.

    `in_order` says that the first of `waiters` has the next slot; else any of them may have it.
    """
    pairs = _pairs(((run, above(read, run)) for run in waiters), holders)
    ahead = _ahead(waiters, pairs, in_order=in_order)
    return {
        "parent_holds": {**family(read, *pairs[0]), "ahead": ahead} if pairs else None,
        "all_held_by_parents": _all(pairs, holders, used),
    }


def caller_facts(read: Snapshot, waiters: Sequence[Row], holders: Sequence[Record], used: int) -> Record:
    """Return the first holder that called a waiting task, and whether such ones hold every slot.

    Siblings in one run merely take turns.
    """
    pairs = _pairs(((task, _callers(read, task)) for task in waiters), holders)
    ahead = _ahead(waiters, pairs, in_order=False)
    return {
        "nested_in_one_run": {**_nested(read, *pairs[0]), "ahead": ahead} if pairs else None,
        "all_held_by_parents": _all(pairs, holders, used),
    }


def callers_unread(read: Snapshot, waiters: Sequence[Row]) -> str | None:
    """Say why it was not read what called the subflows that tasks wait in; None where none do."""
    return parents_unread(read, (read.flow_runs.get(task["flow_run_id"] or "") for task in waiters))


def parents_unread(read: Snapshot, runs: Iterable[Row | None]) -> str | None:
    """Say why it was not read what called the subflows among these runs; None where none is one."""
    return read.trouble("parents") if any(run and run.get("parent_task_run_id") for run in runs) else None


def _pairs(above: Iterable[tuple[Row, list[Row]]], holders: Sequence[Record]) -> list[Pair]:
    """Return what waits with each of those above it that holds a slot and may live."""
    living = {record["id"] for record in holders if record["alive"] is not False}
    return [(waiter, parent) for waiter, parents in above for parent in parents if parent["id"] in living]


def _ahead(waiters: Sequence[Row], pairs: Sequence[Pair], *, in_order: bool) -> int:
    """Return how many waiters may have a slot before one that a holder waits for."""
    called = {waiter["id"] for waiter, _ in pairs}
    own = [waiter["id"] in called for waiter in waiters]
    return own.index(True) if in_order and any(own) else own.count(False)


def _all(pairs: Iterable[Pair], holders: Sequence[Record], used: int | None) -> bool:
    """Tell whether nobody else holds a slot, so that none comes free as long as the parents wait."""
    parents = {parent["id"] for _, parent in pairs}
    enough = used is None or len(parents) >= used
    return bool(parents) and enough and all(record["id"] in parents for record in holders)


def above(read: Snapshot, run: Row) -> list[Row]:
    """Return the Running flow runs above a run, the one that started it first."""
    found: list[Row] = []
    while task := read.task_runs.get(run["parent_task_run_id"] or ""):
        parent = read.flow_runs.get(task["flow_run_id"] or "")
        if parent is None or parent["state_type"] != "RUNNING" or parent in found:
            break
        found.append(parent)
        run = parent
    return found


def _callers(read: Snapshot, task: Row) -> list[Row]:
    """Return the Running tasks above a task, the one that called it first."""
    found: list[Row] = []
    left = _called_by(read, task)
    while left:
        caller = left.pop(0)
        if caller not in found:
            found.append(caller)
            left += _called_by(read, caller)
    return found


def _called_by(read: Snapshot, task: Row) -> list[Row]:
    """Return the Running tasks that called a task; where none did, those that called the flow it runs in."""
    calls: list[Row] = []
    call: Row | None = task
    while call and call not in calls:
        calls.append(call)
        ids = (one.get("id") for one in (call.get("task_inputs") or {}).get("__parents__", ()))
        rows = (read.task_runs.get(own) for own in ids)
        running = [row for row in rows if row and row["state_type"] == "RUNNING" and row["flow_run_id"]]
        if found := [row for row in running if row["flow_run_id"] == call["flow_run_id"]]:
            return found
        call = _call_of(read, call)
    return []


def _call_of(read: Snapshot, task: Row) -> Row | None:
    """Return the task run that stands for a Running flow run, that of a task, in the run which called it."""
    run = read.flow_runs.get(task["flow_run_id"] or "")
    if run is None or run["state_type"] != "RUNNING":
        return None
    return read.task_runs.get(run.get("parent_task_run_id") or "")


def family(read: Snapshot, run: Row, parent: Row) -> Record:
    """Return a waiting run and a run above it by their names, with their pages."""
    return {
        "parent": parent["name"],
        "child": run["name"],
        "child_deployment": read.deployment_name(run["deployment_id"] or ""),
        "parent_id": parent["id"],
        "child_id": run["id"],
        "parent_link": page(read.api_url, "flow-run", parent["id"]),
        "child_link": page(read.api_url, "flow-run", run["id"]),
    }


def _nested(read: Snapshot, waiting: Row, holder: Row) -> Record:
    run = read.flow_runs.get(holder["flow_run_id"])
    name = run["name"] if run else holder["flow_run_id"]
    names = {"flow_run": name, "holder": holder["name"], "waiting": waiting["name"]}
    return {**names, "deployed": _deployed(read, waiting, holder)}


def _deployed(read: Snapshot, waiting: Row, holder: Row) -> bool:
    """Tell whether a deployment's run lies between, for which its caller need not wait."""
    run = read.flow_runs.get(waiting["flow_run_id"] or "")
    between = takewhile(
        lambda each: each["id"] != holder["flow_run_id"], (run, *above(read, run)) if run else ()
    )
    return any(each["deployment_id"] for each in between)
