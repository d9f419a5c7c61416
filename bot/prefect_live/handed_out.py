"""Due runs that Prefect hands to whoever polls, and that nobody takes."""

from __future__ import annotations

from collections.abc import Iterable

from .alive import state_seconds
from .asking import PAGE, Row
from .moments import seconds_since
from .pool_facts import HOLDS, full, holding, polled_lately, queues_of
from .shared_limits import limit_of
from .snapshot import Snapshot
from .waiting import FOR_A_SLOT, never_started, retries_itself, waits_for_pool

TAKEN_WITHIN = 15.0  # workers and serve() poll every 10 s, give or take 3 s, and take at once
HANDED_OUT_AFTER = 5.0  # a poll so much later than a run was due had it to hand out
JUST_BEGAN = 5.0  # a run that began just now may not be the last of its poll
SOURCES = ("scheduled", "active", "queues", "ended")

Runs = list[Row]


def not_taken(read: Snapshot, pool: Row) -> Runs:
    """Return the due runs of a pool that were handed to a worker and not taken, oldest first."""
    runs = [row for row in read.active if row["work_pool_name"] == pool["name"]]
    if (
        pool["is_paused"]
        or _takes_runs(read, pool, runs)
        or _short_of_slots(read, pool, pool, holding(read, pool))
    ):
        return []
    return [run for queue in queues_of(read, pool) for run in _of_queue(read, pool, queue)]


def not_taken_when_served(read: Snapshot, deployment: Row) -> Runs:
    """Return the due runs of a served deployment that its process was handed and did not take."""
    own = [row for row in read.active if row["deployment_id"] == deployment["id"]]
    if deployment["status"] != "READY" or _just_began(read, own):
        return []
    due = [row for row in read.scheduled if row["deployment_id"] == deployment["id"]]
    return [run for run in due[:PAGE] if _left_lying(read, run, deployment)]


def ahead_of(read: Snapshot, queue: Row, pool: Row) -> Runs:
    """Return the due runs of a queue in the order in which Prefect hands them out."""
    return [row for row in ahead(read, pool) if row["work_queue_name"] == queue["name"]]


def ahead(read: Snapshot, pool: Row) -> Runs:
    """Return the scheduled runs of a pool that polls hand out, the first to start first."""
    own = [row for row in read.scheduled if row["work_pool_name"] == pool["name"]]
    return [row for row in own if not retries_itself(row)]


def nobody_starts(read: Snapshot, pool: Row) -> str:
    """Return why nobody who polls starts the first such run of a pool; "" where there is none."""
    own = (row for row in read.scheduled if row["work_pool_name"] == pool["name"])
    return next((why for row in own if (why := never_started(read, row))), "")


def _of_queue(read: Snapshot, pool: Row, queue: Row) -> Runs:
    if queue["is_paused"] or not polled_lately(read, queue):
        return []
    if _short_of_slots(read, pool, queue, holding(read, pool, queue)):
        return []
    return [run for run in ahead_of(read, queue, pool)[:PAGE] if _left_lying(read, run, queue)]


def _short_of_slots(read: Snapshot, pool: Row, place: Row, runs: Runs) -> bool:
    """Tell whether a pool's or queue's own limit may keep runs back: it is full, or was until just now."""
    if place["concurrency_limit"] is None:
        return False
    ended = any(row["work_pool_name"] == pool["name"] for row in read.ended)
    return ended or full(read, place, runs) is not False


def _takes_runs(read: Snapshot, pool: Row, runs: Runs) -> bool:
    """Tell whether the pool's workers took runs just now, were it only to have them sent back."""
    sent_back = [row for row in ahead(read, pool) if row["state_name"] == FOR_A_SLOT]
    ages = [state_seconds(read, run) for run in sent_back]
    return _just_began(read, runs) or any(age is not None and age < TAKEN_WITHIN for age in ages)


def _just_began(read: Snapshot, runs: Iterable[Row]) -> bool:
    ages = [state_seconds(read, run) for run in runs if run["state_type"] in HOLDS]
    return any(age is not None and age < JUST_BEGAN for age in ages)


def _left_lying(read: Snapshot, run: Row, polled: Row) -> bool:
    """Tell whether a run was due when its queue, or its served deployment, was polled last."""
    if not waits_for_pool(read, run) or run["state_name"] == FOR_A_SLOT:
        return False
    limit = limit_of(read.limits, run["deployment_id"])
    if limit is not None and limit["limit"] == 0:  # taken, and sent back at once
        return False
    asked = seconds_since(polled.get("last_polled"), read.now)
    ages = [seconds_since(run.get(key), read.now) for key in ("next_scheduled_start_time", "created")]
    due = min((age for age in ages if age is not None), default=None)
    return asked is not None and due is not None and due > TAKEN_WITHIN and due - asked >= HANDED_OUT_AFTER
