"""Full pools whose every slot is held by parents of children that wait for one another's slots."""

from __future__ import annotations

from typing import Any

from .asking import Row
from .holder_records import flow_record
from .parents import above, family
from .pool_facts import handed_out_in_order, holding, pool_full, slots_used
from .snapshot import Snapshot
from .waiting import waits_for_pool

Waits = tuple[Row, Row]  # a child that waits for a pool, and a run that holds a slot and is above it


def crossed_facts(read: Snapshot, pool: Row) -> dict[str, Any]:
    """Return what tells that a pool's holders wait for another pool, whose holders wait for this one's slots.

    A pool whose own slots none of these children waits for is not told: one more slot of it helps nobody.
    """
    standing = read.once("crossed_pools", lambda: _standing(read))
    if pool["name"] not in standing:
        return {}
    inside = standing[pool["name"]]
    child, parent = next((pair for pair in inside if pair[0]["work_pool_name"] != pool["name"]), inside[0])
    called = {run["id"] for pairs in standing.values() for run, _ in pairs}
    due = [run for run in read.scheduled if run["work_pool_name"] == pool["name"]]
    line = handed_out_in_order(read, [run for run in due if waits_for_pool(read, run)])
    ahead = next((place for place, run in enumerate(line) if run["id"] in called), None)
    if ahead is None:
        return {}
    waits_in = child["work_pool_name"]
    holds = {**family(read, child, parent), "ahead": ahead, "waits_in": waits_in}
    return {"parent_holds": holds, "all_held_by_parents": True}


def _standing(read: Snapshot) -> dict[str, list[Waits]]:
    """Return the full pools of which no holder ends before a child gets a slot of such a pool."""
    waiting = [run for run in read.scheduled if run["work_pool_name"] and waits_for_pool(read, run)]
    pairs = [(run, parent) for run in waiting for parent in above(read, run)]
    left = {pool["name"]: _living(read, pool) for pool in read.pools if pool_full(read, pool)[0]}
    while True:
        known = [(run, parent) for run, parent in pairs if run["work_pool_name"] in left]
        parents = {parent["id"] for _, parent in known}
        kept = {name: own for name, own in left.items() if own and own <= parents}
        if kept.keys() == left.keys():
            return {name: [pair for pair in known if pair[1]["id"] in own] for name, own in kept.items()}
        left = kept


def _living(read: Snapshot, pool: Row) -> frozenset[str]:
    """Return the runs that hold every slot of a pool; none where one is dead or not known."""
    runs = holding(read, pool)
    dead = any(flow_record(read, run)["alive"] is False for run in runs)
    known = not dead and len(runs) >= (slots_used(read, pool, runs) or 0)
    return frozenset(run["id"] for run in runs) if known else frozenset()
