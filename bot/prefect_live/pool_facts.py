"""The facts of work pools and work queues; their slots are simply their Pending and Running runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.engine.facts import Subject

from .alive import POLLED_LATELY, needs_worker, workers_online, workers_unknown
from .asking import Row
from .holder_records import dead_holders, flow_record
from .limit_facts import WAITING, Told
from .links import page
from .moments import seconds_since
from .orphans import orphaned
from .outside import outside_facts
from .parents import PARENTS, parent_facts
from .server_facts import database_of
from .snapshot import Snapshot
from .waiting import flow_waiter, waiting_facts, waits_for_pool

HOLDS = frozenset({"PENDING", "RUNNING"})  # Cancelling and Paused runs are not counted
HOLDING = ("holders", "holders_known", "holders_dead", "slots_unexplained")
IN_PAUSED = (
    "some of its slots are held in a paused queue; whether those count depends on the server's database"
)
Runs = list[Row]


def pool_subject(read: Snapshot, pool: Row) -> Subject:
    """Build the subject of one work pool."""
    facts, unavailable = _about_pool(read, pool)
    facts |= {"name": pool["name"], "link": page(read.api_url, "work-pool", pool["name"])}
    told, missing = _slots(read, pool, of_pool(read.active, pool), of_pool(read.scheduled, pool))
    outside, untold = outside_facts(read, pool=pool["name"])
    told, missing = {**told, **outside}, {**missing, **untold}
    if why := read.trouble("active", "signs", f"workers:{pool['name']}") or read.failed.get("worker_events"):
        missing["holders_orphaned"] = why
    else:
        told["holders_orphaned"] = orphaned(read, pool, holding(read, pool))
    return Subject(
        "pool", f"pool:{pool['name']}", pool["name"], {**facts, **told}, {**unavailable, **missing}, read.now
    )


def queue_subject(read: Snapshot, pool: Row, queue: Row) -> Subject:
    """Build the subject of one work queue."""
    facts, unavailable = _about_pool(read, pool)
    name = f"{pool['name']}/{queue['name']}"
    own = {row["id"] for row in of_pool(read.scheduled, pool) if row["work_queue_name"] == queue["name"]}
    waiting = [row for row in read.scheduled if row["id"] in own]
    active = [row for row in of_pool(read.active, pool) if row["work_queue_name"] == queue["name"]]
    facts |= {
        "name": name,
        "link": page(read.api_url, "work-queue", queue["id"]),
        "queue_name": queue["name"],
        "queue_paused": queue["is_paused"],
        "queue_priority": queue["priority"],
        "queue_last_polled_seconds": seconds_since(queue["last_polled"], read.now),
    }
    told, missing = _slots(read, queue, active, waiting)
    others = [row for row in queues_of(read, pool) if row["id"] != queue["id"]]
    if why := read.trouble("queues"):
        missing["pool_polled_elsewhere"] = why
    else:
        facts["pool_polled_elsewhere"] = any(polled_lately(read, row) for row in others)
    return Subject("queue", f"queue:{name}", name, {**facts, **told}, {**unavailable, **missing}, read.now)


def queues_of(read: Snapshot, pool: Row) -> Runs:
    """Return the queues of a pool."""
    return [row for row in read.queues if row["work_pool_id"] == pool["id"]]


def slots_used(read: Snapshot, place: Row, active: Runs) -> int | None:
    """Return the server's count, else ours (a pool without a limit, or a server before 3.6.23)."""
    counted: int | None = place.get("active_slots")
    if counted is not None:
        return counted
    return None if read.trouble("active") else len(active)


def holding(read: Snapshot, pool: Row, queue: Row | None = None) -> Runs:
    """Return the runs that take slots of a pool, or of one of its queues."""
    runs = read.once(f"holding:{pool['name']}", lambda: _holding(read, pool))
    return [row for row in runs if queue is None or row["work_queue_name"] == queue["name"]]


def _holding(read: Snapshot, pool: Row) -> Runs:
    return [row for row in of_pool(read.active, pool) if row["state_type"] in HOLDS]


def full(read: Snapshot, place: Row, active: Runs) -> bool | None:
    """Tell whether a pool's or queue's own limit is reached; None when its slots are not known."""
    if place["concurrency_limit"] is None:
        return False
    used = slots_used(read, place, active)
    return None if used is None else bool(used >= place["concurrency_limit"])


def uncounted(read: Snapshot) -> str:
    """Say why the slots of a pool or queue are not known."""
    return read.trouble("active") or "its slots could not be counted"


def pool_full(read: Snapshot, pool: Row) -> tuple[bool | None, str | None]:
    """Tell whether a pool hands out no run, else why that is not known.

    Its API counts the runs of paused queues; when runs are handed out only a server on SQLite counts them.
    """
    runs = holding(read, pool)
    known = full(read, pool, runs)
    if known is None:
        return None, uncounted(read)
    if not known or database_of(read.settings or {}) == "sqlite":
        return known, None
    if why := read.trouble("active", "queues"):
        return None, why
    paused = paused_queues(read, pool)
    apart = sum(run["work_queue_name"] in paused for run in runs)
    if (slots_used(read, pool, runs) or 0) - apart >= pool["concurrency_limit"]:
        return True, None
    return (False, None) if database_of(read.settings or {}) == "postgresql" else (None, IN_PAUSED)


def paused_queues(read: Snapshot, pool: Row) -> set[str]:
    """Return the names of a pool's paused queues."""
    return {row["name"] for row in queues_of(read, pool) if row["is_paused"]}


def room(read: Snapshot, pool: Row, queue: Row, freed: str = "") -> int | None:
    """Return how many runs more a queue lets go, after one of the queue `freed` has ended.

    None without a limit, or where its slots are not known.
    """
    if queue["is_paused"]:
        return 0
    used = slots_used(read, queue, holding(read, pool, queue))
    if queue["concurrency_limit"] is None or used is None:
        return None
    used -= int(queue["name"] == freed)
    return max(int(queue["concurrency_limit"]) - used, 0)


def of_pool(runs: tuple[Row, ...], pool: Row) -> Runs:
    """Return those of the runs that are a pool's."""
    return [row for row in runs if row["work_pool_name"] == pool["name"]]


def polled_lately(read: Snapshot, queue: Row) -> bool:
    """Tell whether a worker asked the queue for runs in the last minute."""
    age = seconds_since(queue["last_polled"], read.now)
    return age is not None and age < POLLED_LATELY


def _about_pool(read: Snapshot, pool: Row) -> Told:
    facts: dict[str, Any] = {
        "pool_name": pool["name"],
        "pool_type": pool["type"],
        "pool_paused": pool["is_paused"],
        "pool_needs_worker": needs_worker(pool["type"]),
    }
    unavailable: dict[str, str] = {}
    is_full, why = pool_full(read, pool)
    if is_full is None:
        unavailable["pool_full"] = why or IN_PAUSED
    else:
        facts["pool_full"] = is_full
    online = workers_online(read, pool["name"])
    if online is None:
        why = workers_unknown(read, pool["name"])
        unavailable |= dict.fromkeys(("workers_online", "workers_known"), why)
    else:
        facts |= {"workers_online": online, "workers_known": _workers(read, pool["name"])}
    return facts, unavailable


def _workers(read: Snapshot, pool: str) -> list[dict[str, Any]]:
    return [
        {
            "name": row["name"],
            "status": row["status"],
            "last_heartbeat_seconds": seconds_since(row["last_heartbeat_time"], read.now),
        }
        for row in read.workers[pool]
    ]


def _slots(read: Snapshot, place: Row, active: Runs, scheduled: Runs) -> Told:
    facts, missing = {"slot_limit": place["concurrency_limit"]}, dict[str, str]()
    runs = [row for row in active if row["state_type"] in HOLDS]
    records = [flow_record(read, row) for row in runs]
    used, unread = slots_used(read, place, runs), read.trouble("active")
    if used is None:
        missing["slots_used"] = uncounted(read)
    else:
        facts["slots_used"] = used
    if unread:
        missing |= dict.fromkeys(HOLDING, unread)
    else:
        facts |= {"holders": records, "holders_known": len(records), "slots_unexplained": 0}
        facts["holders_dead"], untold = dead_holders(records)
        if untold:
            missing["holders_dead"] = untold
            del facts["holders_dead"]
    if why := read.trouble("scheduled"):
        return facts, {**missing, **dict.fromkeys((*WAITING, *PARENTS), why)}
    waiters = handed_out_in_order(read, [row for row in scheduled if waits_for_pool(read, row)])
    facts |= waiting_facts([flow_waiter(read, row) for row in waiters])
    if why := unread or read.trouble("parents"):
        return facts, {**missing, **dict.fromkeys(PARENTS, why)}
    turns = waiters if "work_pool_id" in place else list(reached(read, place, waiters))
    return {**facts, **parent_facts(read, turns, records, used, in_order=True)}, missing


def reached(read: Snapshot, pool: Row, runs: Runs) -> Iterator[Row]:
    """Yield the runs that free slots of a pool can reach: as many of each queue as it lets go itself."""
    rooms = {row["name"]: room(read, pool, row) for row in queues_of(read, pool)}
    seen = Counter[str]()
    for run in runs:
        seen[run["work_queue_name"]] += 1
        most = rooms.get(run["work_queue_name"])
        if most is None or seen[run["work_queue_name"]] <= most:
            yield run


def handed_out_in_order(read: Snapshot, runs: Runs) -> Runs:
    """Return runs that stand by the time they are due in the order in which a pool hands them out."""
    priorities = {row["id"]: row["priority"] for row in read.queues}
    return sorted(runs, key=lambda run: priorities.get(run.get("work_queue_id"), 0))
