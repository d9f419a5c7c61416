"""Whether a run that holds a slot still lives, as far as Prefect can tell."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import takewhile

from bot.engine.releases import older

from .asking import Row
from .heartbeats import pace_of, stopped, stopped_together
from .moments import moment, seconds_since
from .server_facts import switched_off
from .snapshot import Snapshot
from .subflows import around
from .tries import TERMINAL
from .watching import left_behind, not_left_behind, of_process_pool, watched

KILLED = frozenset({"CRASHED", "CANCELLED"})
MISSED_HEARTBEATS = 120.0  # of a worker; it gives one every 30 s
POLLED_LATELY = 60.0
POLLED_BESIDE = "no worker gives heartbeats that arrive, but its queue was asked for runs in the last minute"
AFTER_ITS_END = 10.0  # s; a sign of life later than that tells that a process works on
SINCE_END, BEATS_INSIDE = "signs_since_end", "beats_inside"  # the sources that tell of them
# A worker writes it when it saw the process end; -1 stands for one that it lost sight of.
SEEN_TO_END = re.compile(r"exited with non-zero status code:? (?!-1\b)-?\d")
WAKING = 60.0  # a run whose time has come needs a moment to become Running
UNASKED = "it is one of many silent runs, and its signs of life were not all asked for"
# Before 3.6.13 what starts a run gives its heartbeats; before this one an async flow that blocks gives none.
BEATS_BY_ITSELF_SINCE = "3.6.24"
NOT_STORED = "this server stores no heartbeats (server.services.event_persister.enabled is off)"
Alive = tuple[bool | None, str]


def workers_online(read: Snapshot, pool: str) -> int | None:
    """Return how many workers of a pool are online; None when that could not be read or is contradicted."""
    rows = read.workers.get(pool)
    if rows is None or polled_beside(read, pool):
        return None
    return sum(1 for row in rows if row["status"] == "ONLINE")


def workers_unknown(read: Snapshot, pool: str) -> str:
    """Return why it is not known how many workers of a pool are online."""
    unread = read.trouble(f"workers:{pool}") or "its workers could not be read"
    return unread if pool not in read.workers else POLLED_BESIDE


def polled_beside(read: Snapshot, pool: str) -> bool:
    """Tell whether somebody asks for a pool's runs, although no worker of it gives heartbeats.

    A worker whose heartbeats do not arrive works on; one that is gone last asked when it last gave one.
    """
    rows = read.workers.get(pool, ())
    if any(row["status"] == "ONLINE" for row in rows):
        return False
    asked = [moment(row["last_polled"]) for row in read.queues if row["work_pool_name"] == pool]
    last = max(filter(None, asked), default=None)
    if last is None or (read.now - last).total_seconds() > POLLED_LATELY:
        return False
    return all(
        beat is None or (last - beat).total_seconds() > 2 * (row.get("heartbeat_interval_seconds") or 30)
        for row in rows
        for beat in [moment(row["last_heartbeat_time"])]
    )


def needs_worker(pool_type: str) -> bool:
    """Push and managed pools need no worker."""
    return not pool_type.endswith((":push", ":managed"))


def nobody_polls(read: Snapshot, deployment: Row) -> bool | None:
    """Tell whether no worker and no process asks for a deployment's runs; None when that is not known."""
    pool = read.pool_of(deployment)
    if deployment["work_pool_name"] is None:
        return bool(deployment["status"] != "READY")
    online = workers_online(read, deployment["work_pool_name"])
    return None if pool is None or online is None else needs_worker(pool["type"]) and online == 0


def alive(read: Snapshot, run: Row | None) -> Alive:
    """Return True, False or None (cannot tell) and why."""
    if run is None:
        return None, "its run could not be read"
    if run["state_type"] in TERMINAL:
        return False, f"its run is already {run['state_name']}"
    if ended := ended_around(read, run):
        return _inside_ended(read, run, ended)
    if run["id"] in read.signs:
        return True, f"it gave a sign of life in the last {age_text(read)}"
    age = state_seconds(read, run) or 0.0
    if age <= read.silent_after:
        return _young(read, run, age)
    return _waiting(read, run) or _silent(read, run, age)


def ended_around(read: Snapshot, run: Row) -> Row | None:
    """Return the run whose process ended with a subflow inside; None where that told of itself later.

    It was marked as Crashed or Cancelled, by its worker or by anybody. What a Completed or Failed parent
    left to its event loop may go on, as in a notebook or a web server.
    """
    ended = next((parent for parent in around(read, run) if parent["state_type"] in KILLED), None)
    ago = state_seconds(read, ended) if ended else None
    if ago is None:
        return None
    inside = takewhile(lambda one: one is not ended, (run, *around(read, run)))
    return None if any(_told_later(read, one, ago) for one in inside) else ended


def _inside_ended(read: Snapshot, run: Row, ended: Row) -> Alive:
    """Call a subflow dead where its worker saw the process end, or it missed several heartbeats."""
    inside = f"it ran inside {ended['name']}, which is already {ended['state_name']}"
    if SEEN_TO_END.search((ended.get("state") or {}).get("message") or ""):
        return False, inside
    if unread_since := read.trouble(SINCE_END, BEATS_INSIDE):
        return None, f"{inside}; what it told since: {unread_since}"
    if why := _prove_nothing(read, run):
        return None, f"{inside}; {why}"
    if stopped(read, run, since=read.now - timedelta(seconds=state_seconds(read, ended) or 0.0)):
        return False, inside
    beats = read.last_heartbeats.get(run["id"])
    if not beats:
        return None, f"{inside}, but it gave no heartbeat before: too early to tell"
    return None, f"{inside}; {_too_early(read, run, (read.now - beats[0]).total_seconds())}"


def _told_later(read: Snapshot, run: Row, ago: float) -> bool:
    """Tell whether a run gave a sign of life after an end so many seconds ago; others may cancel it."""
    if run["id"] in read.signs_since_end or (run["id"] in read.signs and ago > read.silent_after):
        return True
    beats = read.last_heartbeats.get(run["id"])
    beat_ago = (read.now - beats[0]).total_seconds() if beats else None
    moved_ago = state_seconds(read, run) if run["state_type"] != "CANCELLING" else None
    return any(each is not None and each < ago - AFTER_ITS_END for each in (beat_ago, moved_ago))


def silent(read: Snapshot, run: Row | None) -> bool:
    """Tell whether a run says nothing for long, so that it cannot be told whether it lives."""
    if run is None or run["state_type"] not in {"PENDING", "RUNNING", "CANCELLING"}:
        return False
    doubted = (state_seconds(read, run) or 0.0) > read.silent_after or ended_around(read, run) is not None
    return doubted and alive(read, run)[0] is None


def unread(read: Snapshot, run: Row | None) -> str | None:
    """Return which refusal keeps from telling whether a run lives; None where none does."""
    if alive(read, run)[0] is not None:
        return None
    if run is None:
        return read.trouble("flow_runs", "owners")
    if ended_around(read, run):
        return read.trouble(SINCE_END, BEATS_INSIDE)
    old = (state_seconds(read, run) or 0.0) > read.silent_after
    silence = read.trouble("signs", "last_heartbeats") or _unasked(read, run) if old else None
    pool = run.get("work_pool_name")
    return silence or (read.trouble("pools", f"workers:{pool}") if pool else None)


def _unasked(read: Snapshot, run: Row) -> str | None:
    return f"{run['name']}: {UNASKED}" if run["id"] in read.unasked else None


def _young(read: Snapshot, run: Row, age: float) -> Alive:
    since = f"it has been {run['state_name']} for {age:.0f} s"
    if age > MISSED_HEARTBEATS and _unattended(read, run):
        return None, f"no worker of its pool is online, but {since}: too early to tell"
    return True, since


def _waiting(read: Snapshot, run: Row) -> Alive | None:
    """Say that a run waits for its retry: its process sleeps until then, and gives no heartbeats."""
    due = seconds_since(run.get("next_scheduled_start_time"), read.now)
    if run["state_type"] != "SCHEDULED" or due is None or due >= WAKING:
        return None
    return (
        None,
        f"it is {run['state_name']} and waits until its time comes: until then it gives no heartbeats",
    )


def _silent(read: Snapshot, run: Row, age: float) -> Alive:
    if read.trouble("signs"):
        return None, "its log and its heartbeats could not be read"
    if run["id"] in read.unasked:
        return None, UNASKED
    if run["id"] in read.last_heartbeats:
        return _heartbeats_stopped(read, run)
    if read.trouble("last_heartbeats"):
        return None, "its heartbeats could not be read"
    return _never_beat(read, run, age)


def _never_beat(read: Snapshot, run: Row, age: float) -> Alive:
    silence, gone = (
        f"no log line and no heartbeat for over {age_text(read)}",
        "no worker of its pool is online",
    )
    if not _unattended(read, run):
        return None, silence
    if not of_process_pool(read, run):
        return None, f"{silence}, and {gone}; but what it runs in may outlive a worker"
    if run["state_type"] in {"RUNNING", "CANCELLING"}:
        stored = not switched_off(read.settings, "event_persister")
        return (False, f"{silence}, and {gone}") if stored else (None, NOT_STORED)
    if run["state_type"] == "PENDING" and run["start_time"] is None:
        return False, f"Pending for {_minutes(age)} without a start, and {gone}"
    return None, silence


def _prove_nothing(read: Snapshot, run: Row) -> str | None:
    """Say why a run may live though its heartbeats stopped."""
    if switched_off(read.settings, "event_persister"):
        return NOT_STORED
    if watched(read, run):
        return "it gives no sign of life, but its worker would have told had its process ended"
    release = read.client_releases.get(run["id"], "")
    if older(release, BEATS_BY_ITSELF_SINCE):
        return (
            f"with Prefect {release} its heartbeats may stop with what started it, or while its code blocks"
        )
    return None


def _heartbeats_stopped(read: Snapshot, run: Row) -> Alive:
    seconds = (read.now - read.last_heartbeats[run["id"]][0]).total_seconds()
    if seconds <= read.silent_after:  # its client's clock is behind, so it was not read as a sign
        return True, f"its last heartbeat came {_minutes(seconds)} ago"
    if why := _prove_nothing(read, run):
        return None, why
    ago = _minutes(seconds)
    pace, dead = pace_of(read, run), f"its heartbeats stopped {ago} ago, and it has logged nothing lately"
    if left_behind(read, run) and (pace is None or stopped(read, run)):
        return False, dead
    if not stopped(read, run):
        return None, _too_early(read, run, seconds)
    if stopped_together(read, not_left_behind(read)):
        return None, f"the heartbeats of several runs stopped at once {ago} ago: maybe Prefect receives none"
    return False, dead


def _too_early(read: Snapshot, run: Row, seconds: float) -> str:
    pace = pace_of(read, run)
    every = f"it gives one every {_minutes(pace.total_seconds())}" if pace else "its pace is not known"
    return f"its last heartbeat came {_minutes(seconds)} ago, but {every}: too early to tell"


def _minutes(seconds: float) -> str:
    whole = round(seconds / 60)
    return f"{seconds:.0f} s" if whole < 1 else f"{whole} minute{'s' if whole > 1 else ''}"


def age_text(read: Snapshot) -> str:
    """Return the silence after which a run is doubted."""
    return f"{read.silent_after / 60:g} minutes"


def state_seconds(read: Snapshot, run: Row) -> float | None:
    """Return how long a run has been in its state."""
    return seconds_since((run.get("state") or {}).get("timestamp"), read.now)


def _unattended(read: Snapshot, run: Row) -> bool:
    pool = read.pool_of(run)
    return pool is not None and needs_worker(pool["type"]) and workers_online(read, pool["name"]) == 0
