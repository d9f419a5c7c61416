"""Full pools and queues whose every slot is held by parents of children that wait for one another's slots."""

from __future__ import annotations

from typing import Any

from .alive import needs_worker, workers_online
from .asking import Row
from .holder_records import flow_record
from .parents import above, family
from .pool_facts import full, handed_out_in_order, holding, pool_full, queues_of, reached, slots_used
from .snapshot import Snapshot
from .waiting import waits_for_pool

Place = tuple[str, str]  # a pool, and one of its queues ("" for the pool itself)
Waits = tuple[Row, Row]  # a child that waits for a place, and a run that holds a slot and is above it


def crossed_facts(read: Snapshot, pool: Row, queue: Row | None = None) -> dict[str, Any]:
    """Return what tells that a place's holders wait for places whose holders wait for this one's slots.

    No parent is named where one more slot of the place helps nobody: none of these children waits for it,
    its queues let none of them go, or a slot of the queue's pool already ends it all.
    """
    standing = read.once("crossed_pools", lambda: _standing(read))
    inside = standing.get((pool["name"], queue["name"] if queue else ""))
    if not inside:
        return {}
    called = {run["id"] for pairs in standing.values() for run, _ in pairs}
    line = _line(read, pool, queue)
    ahead = next((place for place, run in enumerate(line) if run["id"] in called), None)
    elsewhere = next((pair for pair in inside if not _waits_in(pair[0], pool, queue)), None)
    child = elsewhere or next((pair for pair in inside if pair[0] in line), None)
    if ahead is None or child is None or (queue and crossed_facts(read, pool).get("parent_holds")):
        return {"parent_holds": None, "all_held_by_parents": True}
    holds = {**family(read, *child), "ahead": ahead}
    if elsewhere:
        place = elsewhere[0]["work_pool_name"]
        holds["waits_in"] = f"{place}/{elsewhere[0]['work_queue_name']}" if queue else place
    return {"parent_holds": holds, "all_held_by_parents": True}


def _line(read: Snapshot, pool: Row, queue: Row | None) -> list[Row]:
    """Return the runs that free slots of a place can reach, in their order."""
    due = [run for run in read.scheduled if _waits_in(run, pool, queue) and waits_for_pool(read, run)]
    return due if queue else list(reached(read, pool, handed_out_in_order(read, due)))


def _waits_in(run: Row, pool: Row, queue: Row | None) -> bool:
    return run["work_pool_name"] == pool["name"] and (
        queue is None or run["work_queue_name"] == queue["name"]
    )


def _standing(read: Snapshot) -> dict[Place, list[Waits]]:
    """Return the full places of which no holder ends before a child gets a slot of such a place."""
    pairs = [(run, parent) for run in waiting_children(read) for parent in above(read, run)]
    left = full_places(read)
    while True:
        known = [(run, parent) for run, parent in pairs if _places(run) & left.keys()]
        parents = {parent["id"] for _, parent in known}
        kept = {place: own for place, own in left.items() if own and own <= parents}
        if kept.keys() == left.keys():
            return {place: [pair for pair in known if pair[1]["id"] in own] for place, own in kept.items()}
        left = kept


def waiting_children(read: Snapshot) -> list[Row]:
    """Return the runs that wait only for a slot of their pool or queue."""
    open_places = {place for pool in read.pools if _hands_out(read, pool) for place in _open(read, pool)}
    return [run for run in read.scheduled if _places(run) <= open_places and waits_for_pool(read, run)]


def full_places(read: Snapshot) -> dict[Place, frozenset[str]]:
    """Return the full pools and queues with the runs that hold every slot; none where that is not known."""
    return {place: own for pool in read.pools for place, own in _full(read, pool).items()}


def _places(run: Row) -> set[Place]:
    return {(run["work_pool_name"], ""), (run["work_pool_name"], run["work_queue_name"])}


def _hands_out(read: Snapshot, pool: Row) -> bool:
    """Tell whether a pool hands out runs as soon as it has a free slot."""
    return not pool["is_paused"] and (
        not needs_worker(pool["type"]) or workers_online(read, pool["name"]) != 0
    )


def _open(read: Snapshot, pool: Row) -> list[Place]:
    """Return a pool and those of its queues that let runs go as soon as they have a free slot."""
    queues = [row for row in queues_of(read, pool) if not row["is_paused"] and row["concurrency_limit"] != 0]
    return [(pool["name"], ""), *((pool["name"], row["name"]) for row in queues)]


def _full(read: Snapshot, pool: Row) -> dict[Place, frozenset[str]]:
    """Return a pool and its queues, as far as they are full, with the runs that hold their slots."""
    places = {(pool["name"], row["name"]): row for row in queues_of(read, pool)}
    runs = {place: holding(read, pool, row) for place, row in places.items()}
    found = {
        place: _living(read, row, runs[place])
        for place, row in places.items()
        if full(read, row, runs[place])
    }
    if pool_full(read, pool)[0]:
        found[pool["name"], ""] = _living(read, pool, holding(read, pool))
    return found


def _living(read: Snapshot, place: Row, runs: list[Row]) -> frozenset[str]:
    """Return the runs that hold every slot of a pool or queue; none where one is dead or not known."""
    dead = any(flow_record(read, run)["alive"] is False for run in runs)
    known = not dead and len(runs) >= (slots_used(read, place, runs) or 0)
    return frozenset(run["id"] for run in runs) if known else frozenset()
