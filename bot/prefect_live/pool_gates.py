"""The gates of a run that belong to its work pool, its queue and their workers."""

from __future__ import annotations

from bot.engine.findings import Gate, GateState

from .alive import needs_worker, workers_online, workers_unknown
from .asking import Row
from .better_queues import queues_ahead
from .pool_facts import full, holding, pool_full, uncounted
from .snapshot import Snapshot

NO_POOL = "it has no work pool"


def _unread(read: Snapshot, run: Row, pool: Row | None, gate: str) -> Gate | None:
    """Return the gate of a run whose pool is not needed, or not known."""
    if not run.get("work_pool_name"):
        return Gate(gate, "open", NO_POOL)
    if pool is None:
        return Gate(
            gate, "unknown", read.trouble("pools") or f"work pool {run['work_pool_name']} was not found"
        )
    return None


def pool_paused(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    """Tell whether the pool is paused."""
    gate = _unread(read, run, pool, "work pool paused")
    if gate or pool is None:
        return gate or Gate("work pool paused", "open", NO_POOL)
    state = "paused" if pool["is_paused"] else "not paused"
    closed: GateState = "closed" if pool["is_paused"] else "open"
    return Gate("work pool paused", closed, f"work pool {pool['name']} is {state}", f"pool:{pool['name']}")


def queue_paused(read: Snapshot, run: Row, pool: Row | None, queue: Row | None) -> Gate:
    """Tell whether the queue is paused."""
    name = "work queue paused"
    if pool is None or queue is None:
        return _unread(read, run, pool, name) or Gate(name, "unknown", "its work queue was not found")
    state = "paused" if queue["is_paused"] else "not paused"
    subject = f"queue:{pool['name']}/{queue['name']}"
    return Gate(
        name, "closed" if queue["is_paused"] else "open", f"work queue {queue['name']} is {state}", subject
    )


def worker_alive(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    """Tell whether a worker, or a serving process, can take the run."""
    name = "worker alive"
    if pool is None:
        if run.get("work_pool_name"):
            return _unread(read, run, pool, name) or Gate(name, "unknown", NO_POOL)
        return _served(read, run, name)
    subject = f"pool:{pool['name']}"
    if not needs_worker(pool["type"]):
        return Gate(name, "open", f"work pool {pool['name']} ({pool['type']}) needs no worker", subject)
    online = workers_online(read, pool["name"])
    if online is None:
        return Gate(name, "unknown", workers_unknown(read, pool["name"]), subject)
    known = len(read.workers[pool["name"]])
    text = f"{online} of {known} known workers of work pool {pool['name']} are online"
    return Gate(name, "open" if online else "closed", text, subject)


def _served(read: Snapshot, run: Row, name: str) -> Gate:
    row = read.deployments.get(run.get("deployment_id") or "")
    if row is None:
        return Gate(name, "open", "it was started directly, without a worker")
    label, subject = read.deployment_name(row["id"]) or row["name"], f"deployment:{row['id']}"
    if row["status"] == "READY":
        return Gate(name, "open", f"a process serves {label}", subject)
    return Gate(name, "closed", f"no process serves {label}, and it has no work pool", subject)


def pool_limit(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    """Tell whether the pool's slots are all taken."""
    name = "work pool limit"
    if pool is None:
        return _unread(read, run, pool, name) or Gate(name, "open", NO_POOL)
    about = (name, f"work pool {pool['name']}", f"pool:{pool['name']}")
    taken, why = pool_full(read, pool)
    return _limited(about, pool, holding(read, pool), taken, why)


def queue_limit(read: Snapshot, run: Row, pool: Row | None, queue: Row | None) -> Gate:
    """Tell whether the queue's slots are all taken, or a better queue takes the pool's."""
    name = "work queue limit and priority"
    if pool is None or queue is None:
        return _unread(read, run, pool, name) or Gate(name, "unknown", "its work queue was not found")
    subject, label = f"queue:{pool['name']}/{queue['name']}", f"work queue {queue['name']}"
    own = holding(read, pool, queue)
    gate = _limited((name, label, subject), queue, own, full(read, queue, own), uncounted(read))
    first = queues_ahead(read, pool, queue) if not read.trouble("active") else []
    if gate.state == "open" and first:
        names = " and ".join(each["name"] for each in first)
        go = "goes first and holds" if len(first) == 1 else "go first and hold"
        text = f"{label} has priority {queue['priority']}; {names} {go} every slot of the pool"
        return Gate(name, "closed", text, subject)
    return gate


def _limited(
    about: tuple[str, str, str], place: Row, runs: list[Row], taken: bool | None, why: str | None
) -> Gate:
    name, label, subject = about
    limit, used = place["concurrency_limit"], place.get("active_slots")
    if limit is None:
        return Gate(name, "open", f"{label} has no limit", subject)
    if taken is None:
        return Gate(name, "unknown", why or "", subject)
    text = f"{len(runs) if used is None else used} of {limit} slots of {label} are taken"
    return Gate(name, "closed" if taken else "open", text, subject)
