"""What polls of pools and queues tell: runs left lying, wrong clocks, crowds, limits of namesakes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from bot.engine.facts import Subject

from .asking import PAGE, Row
from .better_queues import first_in_line, queues_ahead
from .clocks import wrong_clocks
from .crossed_pools import crossed_facts
from .handed_out import SOURCES, ahead_of, nobody_starts, not_taken
from .limit_facts import Told
from .pool_facts import pool_subject, queue_subject, queues_of
from .snapshot import Snapshot
from .waiting import flow_waiter, waits_for_pool

# The facts of a pool that its queues tell too, and how they are called there.
HOLDING = {
    "holders": "pool_holders",
    "holders_dead": "pool_holders_dead",
    "all_held_by_parents": "pool_held_by_parents",
}


def polled_pool(read: Snapshot, pool: Row) -> Subject:
    """Build the subject of a work pool with what its polls tell."""
    known = pool_subject(read, pool)
    facts, missing = dict[str, Any](), dict[str, str]()
    if why := read.trouble(*SOURCES):
        missing["not_taken"] = why
    else:
        facts["not_taken"] = [flow_waiter(read, run) for run in not_taken(read, pool)]
    if why := read.trouble("scheduled"):
        missing["never_started"] = why
    else:
        facts["never_started"] = nobody_starts(read, pool)
    if why := read.trouble("scheduled", "worker_events", f"workers:{pool['name']}"):
        missing["wrong_clocks"] = why
    else:
        facts["wrong_clocks"] = wrong_clocks(read, pool)
    if why := read.trouble("queues"):
        missing["queue_limits_above"] = why
    else:
        facts["queue_limits_above"] = _above(pool, queues_of(read, pool))
    if known.facts.get("all_held_by_parents") is False:
        facts |= crossed_facts(read, pool)
    return _with(known, (facts, missing))


def polled_queue(read: Snapshot, pool: Row, queue: Row) -> Subject:
    """Build the subject of a work queue with what stands before whom in it."""
    known = queue_subject(read, pool, queue)
    facts, missing = dict[str, Any](), dict[str, str]()
    if why := read.trouble("scheduled"):
        missing["beyond_page"] = why
    else:
        facts |= _crowd(read, ahead_of(read, queue, pool))
    facts["same_name_limited"] = _namesakes(read, queue)
    facts["pool_limit"] = pool["concurrency_limit"]
    if known.facts.get("all_held_by_parents") is False:
        facts |= crossed_facts(read, pool, queue)
    if why := read.trouble("active", "queues"):
        missing |= {"starved_by": why, "queues_ahead": why}
        return _with(known, (facts, missing))
    ahead = queues_ahead(read, pool, queue)
    facts |= {"starved_by": ahead[0]["name"] if ahead else None, "queues_ahead": ahead}
    if ahead and not read.trouble("scheduled"):
        facts["first_in_line"] = first_in_line(read, pool, ahead)
    told = _who_holds(read, pool) if ahead else ({}, {})
    return _with(_with(known, told), (facts, missing))


def _who_holds(read: Snapshot, pool: Row) -> Told:
    """Return who holds the slots of a queue's pool, for which its runs wait."""
    known = read.once(f"polled_pool:{pool['name']}", lambda: polled_pool(read, pool))
    facts = {own: known.facts[name] for name, own in HOLDING.items() if name in known.facts}
    return facts, {own: known.unavailable[name] for name, own in HOLDING.items() if name in known.unavailable}


def _with(known: Subject, told: Told) -> Subject:
    facts, missing = told
    return replace(known, facts={**known.facts, **facts}, unavailable={**known.unavailable, **missing})


def _above(pool: Row, queues: list[Row]) -> list[dict[str, Any]]:
    """Return the queues whose own limit is larger than the pool's, so that it never counts."""
    most = pool["concurrency_limit"]
    large = [q for q in queues if most is not None and (q["concurrency_limit"] or 0) > most]
    return [{"name": queue["name"], "limit": queue["concurrency_limit"]} for queue in large]


def _crowd(read: Snapshot, due: list[Row]) -> dict[str, Any]:
    """Return the runs of other deployments that stand behind more runs than one poll hands out."""
    first, count = next(iter(Counter(run["deployment_id"] for run in due[:PAGE]).most_common(1)), (None, 0))
    behind = [run for run in due[PAGE:] if run["deployment_id"] != first and waits_for_pool(read, run)]
    name = read.deployment_name(first) if first else None
    return {
        "due_count": len(due),
        "crowd": {"deployment": name or first, "count": count},
        "beyond_page": [
            {**flow_waiter(read, run), "deployment": read.deployment_name(run["deployment_id"] or "")}
            for run in behind
        ],
    }


def _namesakes(read: Snapshot, queue: Row) -> list[dict[str, Any]]:
    """Return the queues of this name in other pools that have a limit."""
    pools = {row["id"]: row["name"] for row in read.pools}
    return [
        {"pool": pools.get(row["work_pool_id"]), "limit": row["concurrency_limit"]}
        for row in read.queues
        if row["name"] == queue["name"] and row["id"] != queue["id"] and row["concurrency_limit"] is not None
    ]
