"""The queues of better priority that hold a pool's slots and take each one that comes free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from .asking import Row
from .handed_out import ahead_of
from .pool_facts import holding, of_pool, paused_queues, pool_full, queues_of, room
from .server_facts import database_of
from .snapshot import Snapshot
from .waiting import waits_for_pool


def queues_ahead(read: Snapshot, pool: Row, queue: Row) -> list[dict[str, Any]]:
    """Return the queues of better priority that hold a whole pool and may keep it, then those that wait.

    Each with its name, its slots, its own limit, and limits that leave a slot to the others, never above its
    own and 0 where there are too few slots for that: `share` as the pool is now, `most` with one slot more.
    """
    held = _held_by_queue(read, pool)
    if not held or not pool_full(read, pool)[0]:
        return []
    queues = {row["name"]: row for row in queues_of(read, pool)}
    if any(name not in queues or queues[name]["priority"] >= queue["priority"] for name in held):
        return []
    better = [row for row in queues.values() if row["priority"] < queue["priority"]]
    if not all(any(room(read, pool, row, freed) != 0 for row in better) for freed in held):
        return []
    held |= dict.fromkeys(_wait_before(read, pool, queue, held), 0)
    limit, slots = int(pool["concurrency_limit"]), list(held.values())
    less, all_of_it = _shares(slots, limit - 1), _shares(slots, limit)
    return [
        {
            "name": name,
            "slots": count,
            "limit": queues[name]["concurrency_limit"],
            "share": _lower(share, queues[name]),
            "most": _lower(most, queues[name]),
            "last": name == [*held][-1],
        }
        for (name, count), share, most in zip(held.items(), less, all_of_it, strict=True)
    ]


def first_in_line(read: Snapshot, pool: Row, first: list[dict[str, Any]]) -> int:
    """Return how many runs of the better queues wait; 0 where a slot comes free that none of them takes."""
    names = {each["name"] for each in first}
    queues = [row for row in queues_of(read, pool) if row["name"] in names]
    waiting = [(row, sum(waits_for_pool(read, run) for run in ahead_of(read, row, pool))) for row in queues]
    held = [each["name"] for each in first if each["slots"]]
    taken = [
        [count for row, count in waiting if count and room(read, pool, row, freed) != 0] for freed in held
    ]
    return max(map(sum, taken)) if all(taken) else 0


def _held_by_queue(read: Snapshot, pool: Row) -> dict[str, int]:
    """Return how many slots of a pool the runs of each queue hold, most first.

    Runs of a paused queue hold one for sure only on SQLite.
    """
    apart = set() if database_of(read.settings or {}) == "sqlite" else paused_queues(read, pool)
    names = (str(run["work_queue_name"]) for run in holding(read, pool))
    return dict(Counter(name for name in names if name not in apart).most_common())


def _due_by_queue(read: Snapshot, pool: Row) -> Counter[str]:
    due = (run for run in of_pool(read.scheduled, pool) if waits_for_pool(read, run))
    return Counter(run["work_queue_name"] for run in due)


def _wait_before(read: Snapshot, pool: Row, queue: Row, held: Collection[str]) -> list[str]:
    """Return the queues of better priority that hold nothing and whose due runs have the next slot."""
    due = read.once(f"due:{pool['name']}", lambda: _due_by_queue(read, pool))
    return [
        row["name"]
        for row in queues_of(read, pool)
        if row["priority"] < queue["priority"]
        and row["name"] not in held
        and due[row["name"]]
        and room(read, pool, row) != 0
    ]


def _lower(share: int, queue: Row) -> int:
    own = queue["concurrency_limit"]
    return share if own is None else min(share, own)


def _shares(slots: list[int], total: int) -> list[int]:
    """Divide slots among queues as they hold them, at least one for each; zeros where that cannot be."""
    if total < len(slots):
        return [0] * len(slots)
    shares = [max(count, 1) for count in slots]
    while sum(shares) != total:
        first = shares.index(max(shares))
        shares[first] += 1 if sum(shares) < total else -1
    return shares
