"""The checks a run must pass before it executes, in the server's order."""

from __future__ import annotations

from bot.engine.findings import Gate

from .asking import Row
from .moments import seconds_since
from .pool_gates import pool_limit, pool_paused, queue_limit, queue_paused, worker_alive
from .process_gates import worker_limit
from .slot_gates import deployment_limit, tag_limits
from .snapshot import Snapshot

PASSED_BY = frozenset({"PENDING", "RUNNING", "CANCELLING", "PAUSED"})


def gates_of(read: Snapshot) -> tuple[Gate, ...]:
    """Return every gate of the asked run; one that the run has passed is open."""
    run = read.run or {}
    pool = read.pool_of(run)
    queue = next((row for row in read.queues if row["id"] == run.get("work_queue_id")), None)
    before: tuple[Gate, ...] = (
        _schedule(read, run),
        _deployment_paused(read, run),
        pool_paused(read, run, pool),
        queue_paused(read, run, pool, queue),
        worker_alive(read, run, pool),
        pool_limit(read, run, pool),
        queue_limit(read, run, pool, queue),
        deployment_limit(read, run),
    )
    if run.get("state_type") in PASSED_BY:
        before = tuple(Gate(gate.name, "open", "passed", gate.subject_id) for gate in before)
    return (*before, worker_limit(read, run, pool), tag_limits(read, run), _in_code(run), _task_runner(run))


def focus_of_gates(read: Snapshot, gates: tuple[Gate, ...]) -> frozenset[str]:
    """Return the run and the subject of the first closed gate, with its queue where that is closed too."""
    if not read.run:
        return frozenset()
    closed = [gate.subject_id for gate in gates if gate.state == "closed" and gate.subject_id]
    queues = {own for own in closed if own.startswith("queue:")}
    return frozenset({f"run:{read.run['id']}", *closed[:1], *queues})


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


def _in_code(run: Row) -> Gate:
    if run.get("state_type") != "RUNNING":
        return Gate("concurrency() in code", "unknown", "the code has not reached it, or has left it")
    return Gate(
        "concurrency() in code", "unknown", "Prefect does not record which runs wait inside concurrency()"
    )


def _task_runner(run: Row) -> Gate:
    return Gate("task runner", "unknown", "a task runner's max_workers is not told to Prefect's API")
