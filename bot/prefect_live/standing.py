"""Full places of several kinds whose every holder may wait for another one: maybe none comes free by itself.

Of places of one kind `crossed_pools`, `parents` and `self_waits` tell more. That a task waits for its tag and
a child for its pool or deployment is read; that code waits for a limit, only what its flow took before tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.engine.facts import Subject

from .asking import Row
from .crossed_pools import full_places, waiting_children
from .holders import full, held, limit_kind, waiting_with_tag
from .links import page
from .parents import above
from .shared_limits import limit_of, own_of
from .snapshot import Snapshot
from .waiting import FOR_A_SLOT

KINDS = {"task_tag": "tag", "global": "limit", "deployment": "the limit of"}
PLACES = frozenset({"limit", "pool", "queue"})
SOURCES = ("limits", "pools", "queues", "active", "scheduled", "pending_tasks", "task_runs", "parents")
Holder = tuple[str, bool]  # a flow run, and whether all of it holds the slot, or only a task of it


@dataclass(frozen=True, slots=True)
class Place:
    """A full limit, pool or queue with all its holders; a pool and its queues are of one group."""

    group: str
    words: str
    name: str
    holders: tuple[Holder, ...]


def with_standing(read: Snapshot, subjects: Sequence[Subject]) -> list[Subject]:
    """Add to limits, pools and queues which holder may wait for what, where maybe nothing comes free.

    Where not all was read of what holders wait for: why (`unread`).
    """
    why = read.trouble(*SOURCES)
    found = {} if why else _standing(read)
    unread = {"unread": why} if why else None
    return [
        replace(one, facts={**one.facts, "may_stand": found.get(one.id, unread)})
        if one.kind in PLACES
        else one
        for one in subjects
    ]


def _standing(read: Snapshot) -> dict[str, dict[str, Any]]:
    """Return by subject a holder and what it may wait for, of the places of which none may come free."""
    places = {**_limits(read), **_pools(read)}
    waits = _waits(read, places)
    left = set(places)
    while True:
        kept = {one for one in left if all(waits.get(own, set()) & left for own in places[one].holders)}
        if kept == left:
            break
        left = kept
    goes_to = {one: {to for own in places[one].holders for to in waits[own] & left} for one in left}
    several = (one for one in left if len({places[to].group for to in _reached(one, goes_to)}) > 1)
    return {one: _told(read, places, one, waits, left) for one in several}


def _told(
    read: Snapshot, places: dict[str, Place], own: str, waits: dict[Holder, set[str]], left: set[str]
) -> dict[str, Any]:
    """Return one of the holders and a place it may wait for, of another kind where there is such a one."""
    pairs = [(holder, to) for holder in places[own].holders for to in sorted(waits[holder] & left)]
    holder, to = min(pairs, key=lambda pair: places[pair[1]].group == places[own].group)
    run = read.flow_runs[holder[0]]
    link = page(read.api_url, "flow-run", run["id"])
    return {"holder": run["name"], "link": link, "kind": places[to].words, "place": places[to].name}


def _reached(start: str, goes_to: dict[str, set[str]]) -> set[str]:
    """Return a place and all that its holders wait for, those of these places too."""
    seen, next_ones = {start}, [start]
    while next_ones:
        new = goes_to[next_ones.pop()] - seen
        seen |= new
        next_ones += new
    return seen


def _limits(read: Snapshot) -> dict[str, Place]:
    found = {}
    for limit in read.limits:
        kind = limit_kind(limit)
        holders = _holders(read, limit) if kind in KINDS and full(limit) else ()
        if holders:
            name = read.deployment_name(own_of(limit)) or limit["name"].removeprefix("tag:")
            found[f"limit:{limit['name']}"] = Place(kind, KINDS[kind], name, holders)
    return found


def _holders(read: Snapshot, limit: Row) -> tuple[Holder, ...]:
    """Return who holds every slot of a limit; nothing where one is dead or not known."""
    known, found = held(read, limit), []
    for record in known.records:
        task = read.task_runs.get(record["id"]) if record["kind"] == "task_run" else None
        own = task["flow_run_id"] if task else record["id"]
        if own not in read.flow_runs or record["alive"] is False:
            return ()
        found.append((str(own), task is None))
    return tuple(found) if not known.why and known.slots >= limit["active_slots"] else ()


def _pools(read: Snapshot) -> dict[str, Place]:
    found = {}
    for (pool, queue), runs in full_places(read).items():
        name, words = (f"{pool}/{queue}", "queue") if queue else (pool, "work pool")
        if runs and runs <= read.flow_runs.keys():
            holders = tuple((run, True) for run in sorted(runs))
            found[f"{'queue' if queue else 'pool'}:{name}"] = Place("pool", words, name, holders)
    return found


def _waits(read: Snapshot, places: dict[str, Place]) -> dict[Holder, set[str]]:
    """Return which full places each run, or a task of it, may wait for."""
    found: dict[Holder, set[str]] = {}
    for run, place, all_of_it in (*_in_code(read), *_tasks(read), *_children(read)):
        if place in places:
            found.setdefault((run, True), set()).add(place)
            if not all_of_it:
                found.setdefault((run, False), set()).add(place)
    return found


def _in_code(read: Snapshot) -> Iterator[tuple[str, str, bool]]:
    """Yield runs of flows that used a global limit and do not hold it, and their callers."""
    running = [run for run in read.active if run["state_type"] == "RUNNING"]
    for limit in read.limits:
        if limit_kind(limit) != "global" or not full(limit):
            continue
        stays = read.stays(limit["id"])
        users, inside = {one.flow for one in stays}, {one.flow_run for one in stays if one.ended is None}
        for run in running:
            if run["flow_id"] in users and run["id"] not in inside:
                yield run["id"], f"limit:{limit['name']}", False
                yield from _above(read, run, f"limit:{limit['name']}")


def _tasks(read: Snapshot) -> Iterator[tuple[str, str, bool]]:
    for limit in read.limits:
        if limit_kind(limit) == "task_tag" and full(limit):
            for task in waiting_with_tag(read, limit, held(read, limit)):
                if run := read.flow_runs.get(task["flow_run_id"] or ""):
                    yield run["id"], f"limit:{limit['name']}", True
                    yield from _above(read, run, f"limit:{limit['name']}")


def _children(read: Snapshot) -> Iterator[tuple[str, str, bool]]:
    for run in waiting_children(read):
        yield from _above(read, run, f"pool:{run['work_pool_name']}")
        yield from _above(read, run, f"queue:{run['work_pool_name']}/{run['work_queue_name']}")
    for run in read.scheduled:
        limit = limit_of(read.limits, run["deployment_id"]) if run["state_name"] == FOR_A_SLOT else None
        if limit:
            yield from _above(read, run, f"limit:{limit['name']}")


def _above(read: Snapshot, run: Row, place: str) -> Iterable[tuple[str, str, bool]]:
    return ((parent["id"], place, True) for parent in above(read, run))
