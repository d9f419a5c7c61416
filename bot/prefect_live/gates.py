"""The checks a run must pass before it executes, in the server's order."""

from __future__ import annotations

from bot.engine.findings import Gate, GateState

from .alive import TERMINAL, needs_worker, workers_online
from .asking import Row
from .moments import seconds_since
from .pool_facts import full, holding, starved_by
from .slot_gates import deployment_limit, tag_limits
from .snapshot import Snapshot

PASSED_BY = frozenset({"PENDING", "RUNNING", "CANCELLING", "PAUSED", *TERMINAL})
NO_POOL = "it has no work pool"


def gates_of(read: Snapshot) -> tuple[Gate, ...]:
    """Return every gate of the asked run; one that the run has passed is open."""
    run = read.run or {}
    pool = next((row for row in read.pools if row["name"] == run.get("work_pool_name")), None)
    queue = next((row for row in read.queues if row["id"] == run.get("work_queue_id")), None)
    before: tuple[Gate, ...] = (
        _schedule(read, run),
        _deployment_paused(read, run),
        _pool_paused(read, run, pool),
        _queue_paused(read, run, pool, queue),
        _worker(read, run, pool),
        _pool_limit(read, run, pool),
        _queue_limit(read, run, pool, queue),
        deployment_limit(read, run),
    )
    if run.get("state_type") in PASSED_BY:
        before = tuple(Gate(gate.name, "open", "passed", gate.subject_id) for gate in before)
    return (*before, _worker_limit(run), tag_limits(read, run), _in_code(run), _task_runner(run))


def focus_of_gates(read: Snapshot, gates: tuple[Gate, ...]) -> frozenset[str]:
    """Return the run and the subject of the first closed gate."""
    if not read.run:
        return frozenset()
    closed = next((gate.subject_id for gate in gates if gate.state == "closed" and gate.subject_id), "")
    return frozenset({f"run:{read.run['id']}"} | ({closed} if closed else set()))


def _schedule(read: Snapshot, run: Row) -> Gate:
    due = seconds_since(run.get("next_scheduled_start_time"), read.now)
    if due is None:
        return Gate("schedule", "open", "it has no start time to wait for")
    if run["state_name"] == "AwaitingConcurrencySlot":
        return Gate("schedule", "open", f"it asks for its slot again in {max(0.0, -due):.0f} s")
    if due < 0:
        return Gate("schedule", "closed", f"it is due in {-due:.0f} s", f"run:{run['id']}")
    return Gate("schedule", "open", f"it has been due for {due:.0f} s")


def _deployment_paused(read: Snapshot, run: Row) -> Gate:
    name, own = "deployment paused", run.get("deployment_id")
    if not own:
        return Gate(name, "open", "it belongs to no deployment")
    row = read.deployments.get(own)
    if row is None:
        why = read.trouble("deployments") or "its deployment no longer exists"
        return Gate(name, "unknown", why, f"deployment:{own}")
    text = "paused, but that stops only its schedule" if row["paused"] else "not paused"
    return Gate(name, "open", f"{read.deployment_name(own) or row['name']} is {text}", f"deployment:{own}")


def _unread(read: Snapshot, run: Row, pool: Row | None, gate: str) -> Gate | None:
    """Return the gate of a run whose pool is not needed, or not known."""
    if not run.get("work_pool_name"):
        return Gate(gate, "open", NO_POOL)
    if pool is None:
        return Gate(
            gate, "unknown", read.trouble("pools") or f"work pool {run['work_pool_name']} was not found"
        )
    return None


def _pool_paused(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    gate = _unread(read, run, pool, "work pool paused")
    if gate or pool is None:
        return gate or Gate("work pool paused", "open", NO_POOL)
    state = "paused" if pool["is_paused"] else "not paused"
    closed: GateState = "closed" if pool["is_paused"] else "open"
    return Gate("work pool paused", closed, f"work pool {pool['name']} is {state}", f"pool:{pool['name']}")


def _queue_paused(read: Snapshot, run: Row, pool: Row | None, queue: Row | None) -> Gate:
    name = "work queue paused"
    if pool is None or queue is None:
        return _unread(read, run, pool, name) or Gate(name, "unknown", "its work queue was not found")
    state = "paused" if queue["is_paused"] else "not paused"
    subject = f"queue:{pool['name']}/{queue['name']}"
    return Gate(
        name, "closed" if queue["is_paused"] else "open", f"work queue {queue['name']} is {state}", subject
    )


def _worker(read: Snapshot, run: Row, pool: Row | None) -> Gate:
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
        why = read.trouble(f"workers:{pool['name']}") or "its workers could not be read"
        return Gate(name, "unknown", why, subject)
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


def _pool_limit(read: Snapshot, run: Row, pool: Row | None) -> Gate:
    name = "work pool limit"
    if pool is None:
        return _unread(read, run, pool, name) or Gate(name, "open", NO_POOL)
    return _limited(
        read, name, f"work pool {pool['name']}", pool, holding(read, pool), f"pool:{pool['name']}"
    )


def _queue_limit(read: Snapshot, run: Row, pool: Row | None, queue: Row | None) -> Gate:
    name = "work queue limit and priority"
    if pool is None or queue is None:
        return _unread(read, run, pool, name) or Gate(name, "unknown", "its work queue was not found")
    subject, label = f"queue:{pool['name']}/{queue['name']}", f"work queue {queue['name']}"
    gate = _limited(read, (name, label, subject), queue, holding(read, pool, queue))
    first = starved_by(read, pool, queue) if not read.trouble("active") else None
    if gate.state == "open" and first:
        text = (
            f"{label} has priority {queue['priority']}; {first} goes first and holds every slot of the pool"
        )
        return Gate(name, "closed", text, subject)
    return gate


def _limited(read: Snapshot, about: tuple[str, str, str], place: Row, runs: list[Row]) -> Gate:
    name, label, subject = about
    limit, taken = place["concurrency_limit"], full(read, place, runs)
    if limit is None:
        return Gate(name, "open", f"{label} has no limit", subject)
    if taken is None:
        return Gate(name, "unknown", read.trouble("active") or "its slots could not be counted", subject)
    used = place.get("active_slots")
    text = f"{len(runs) if used is None else used} of {limit} slots of {label} are taken"
    return Gate(name, "closed" if taken else "open", text, subject)


def _worker_limit(run: Row) -> Gate:
    if run.get("state_type") in {"RUNNING", *TERMINAL}:
        return Gate("worker limit", "open", "passed")
    return Gate("worker limit", "unknown", "a worker's own --limit is not told to Prefect's API")


def _in_code(run: Row) -> Gate:
    if run.get("state_type") != "RUNNING":
        return Gate("concurrency() in code", "unknown", "the code has not reached it, or has left it")
    return Gate(
        "concurrency() in code", "unknown", "Prefect does not record which runs wait inside concurrency()"
    )


def _task_runner(run: Row) -> Gate:
    return Gate("task runner", "unknown", "a task runner's max_workers is not told to Prefect's API")
