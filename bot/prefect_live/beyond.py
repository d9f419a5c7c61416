"""Runs that work though the limit's count leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from .asking import Row
from .holder_records import event_record, flow_record, task_record
from .holders import TAKES_A_SLOT, limit_kind, running_with_tag, too_fresh
from .lease_lengths import outlives
from .lease_places import of_another
from .limit_kinds import told_by_events
from .moments import moment
from .shared_limits import is_shared, lease_in, users_of
from .slots_held import CREATED, UPDATED, event_holders, taken_while_active
from .snapshot import Snapshot
from .stays import Stay
from .tries import TERMINAL

# Prefect stores events, and with them the states of task runs, some seconds after slots changed hands.
SETTLED = {"task_tag": 20.0, "global": 20.0, "deployment": 1.0}
JUST_STARTED = 5.0  # its slot may have been counted after the limits were read
Record = dict[str, Any]


def at_work(read: Snapshot, limit: Row) -> list[Record] | None:
    """Return the runs that should hold slots and are not known to be dead; None when they cannot be known.

    A record is that of a holder with flow_run_id, flow_run (its name), slots, works (it surely does), and
    sure (it did so already when the count moved last).
    """
    kind = limit_kind(limit)
    if kind == "deployment":
        return None if read.trouble("active") else _of_deployments(read, limit)
    if kind == "task_tag":
        return None if read.trouble("running_tasks", "active") else _of_tag(read, limit)
    return _of_events(read, limit) if kind == "global" else None


def code_at_work(read: Snapshot, limit: Row) -> list[Record]:
    """Return what code outside of runs took of a global limit and no event says it gave back."""
    if not told_by_events(limit):
        return []
    return [event_record(read, one) for one in _taken(read, limit) if one.kind == "code"]


def runs_beyond(read: Snapshot, limit: Row) -> int | None:
    """Return how many slots of runs at work the count leaves out, before it is sure that they live."""
    working = at_work(read, limit)
    if working is None:
        return None
    return int(max(0, sum(record["slots"] for record in working) - limit["active_slots"]))


def surely_beyond(read: Snapshot, limit: Row) -> tuple[int | None, str | None]:
    """Return how many slots of living runs the count leaves out, else why that cannot be told."""
    working, kind = at_work(read, limit), limit_kind(limit)
    if working is None:
        return None, "its runs could not be read"
    if kind == "deployment" and runs_beyond(read, limit) and (why := of_another(read, limit)):
        return None, why
    sure = sum(record["slots"] for record in working if record["sure"])
    beyond = max(0, sure - int(limit["active_slots"]))
    begun = [r["slots"] for r in working if not r["sure"] and (r["since_seconds"] or 0.0) <= JUST_STARTED]
    if begun and not beyond and sure + sum(begun) > limit["active_slots"]:
        return None, "a run began within the last seconds; look again in a moment"
    in_code = told_by_events(limit)
    settled = SETTLED["global" if in_code else kind]
    why = too_fresh(read, limit, settled) if beyond or in_code else None
    if not beyond and (runs_beyond(read, limit) or 0) > 0:  # whether these live is told by their signs
        why = why or _of_some_try(working)
        why = why or read.trouble(f"signs_since:{limit['id']}", "signs") or _not_shown_yet(working)
    return (None, why) if why else (beyond, None)


def _of_some_try(working: Sequence[Record]) -> str | None:
    """Say for which run it is not known whether it took its slot in a try that is over."""
    untold = (record for record in working if not record.get("try_told", True))
    return next((f"{record['name']}: {record['why']}" for record in untold), None)


def _not_shown_yet(working: Sequence[Record]) -> str | None:
    """Say for which run that was alive lately its next sign of life will tell whether it is left out."""
    name = next((record["name"] for record in working if not record["sure"] and record["alive"]), None)
    return name and f"{name} gave no sign of life since the count changed; look again in some minutes"


def _of_deployments(read: Snapshot, limit: Row) -> list[Record] | None:
    own = users_of(limit)
    runs = [row for row in read.active if row["deployment_id"] in own and row["state_type"] in TAKES_A_SLOT]
    records = [{**flow_record(read, row), "flow_run_id": row["id"], "slots": 1} for row in runs]
    found = [_sure(read, limit, record) for record in records if record["alive"] is not False]
    code = _of_events(read, limit) if is_shared(limit) else []
    return None if code is None else [*found, *code]


def _of_tag(read: Snapshot, limit: Row) -> list[Record]:
    tasks = [task for task in running_with_tag(read, limit) if not _began_before(read, limit, task)]
    return [_of_task(read, limit, task) for task in tasks]


def _of_task(read: Snapshot, limit: Row, task: Row) -> Record:
    record = task_record(read, task["id"], task)
    return _sure(read, limit, {**record, "flow_run_id": task["flow_run_id"], "slots": 1})


def _began_before(read: Snapshot, limit: Row, task: Row) -> bool:
    """Tell whether a task became Running when its tag's limit did not count yet."""
    since, began = counts_since(read, limit), moment((task.get("state") or {}).get("timestamp"))
    listed = task["id"] in read.tag_views.get(limit["name"], ())
    return not listed and since is not None and began is not None and began < since


def _of_events(read: Snapshot, limit: Row) -> list[Record] | None:
    if limit["id"] not in read.slot_events or f"slot_events:{limit['id']}" in read.cut:
        return None
    return _of_stays(read, limit, _taken(read, limit))


def _of_stays(read: Snapshot, limit: Row, stays: Sequence[Stay]) -> list[Record] | None:
    found = []
    for taken in reversed(stays):
        row = (read.task_runs if taken.kind == "task_run" else read.flow_runs).get(taken.id)
        if row is None and read.trouble("task_runs", "flow_runs"):
            return None
        if row is None or row["state_type"] in TERMINAL:
            continue
        record = event_record(read, taken)
        if record["alive"] is False:
            continue
        record = _sure(read, limit, {**record, "flow_run_id": taken.flow_run})
        found.append({**record, "sure": record["sure"] and taken.sure})
    return found


def _taken(read: Snapshot, limit: Row) -> tuple[Stay, ...]:
    """Return what code took of a global limit and has not given back, but what it took while it was off."""
    return taken_while_active(_events(read, limit), read.stays(limit["id"]), active=limit["active"])


def _events(read: Snapshot, limit: Row) -> tuple[Row, ...]:
    """Return the events of a limit's slots and those of its changes."""
    return (*read.slot_events.get(limit["id"], ()), *read.limit_changes.get(limit["id"], ()))


def _sure(read: Snapshot, limit: Row, record: Record) -> Record:
    age = record["since_seconds"] or 0.0
    # A run in Cancelling may have been dead for long when it was cancelled.
    begun = record["state"] not in {"Pending", "Cancelling"}
    # A slot of a run younger than the least that it outlives its run, or of one with a sign of life since the
    # count moved last, was not freed by the run's death.
    young = begun and JUST_STARTED < age < outlives(read, limit)
    lived = record["flow_run_id"] in read.signs_since.get(limit["id"], ())
    run = read.flow_runs.get(record["flow_run_id"] or "")
    sure = age > JUST_STARTED and (young or lived) and record.get("try_told", True)
    new = age <= JUST_STARTED and record["state"] != "Cancelling"
    return {**record, "flow_run": run["name"] if run else None, "sure": sure, "works": sure or new}


def counts_since(read: Snapshot, limit: Row) -> datetime | None:
    """Return when the limit was made or, as its events tell, switched on last."""
    return read.once(f"counts_since:{limit['id']}", lambda: _counts_since(read, limit))


def _counts_since(read: Snapshot, limit: Row) -> datetime | None:
    since, off = moment(limit["created"]), False
    changes = (row for row in _events(read, limit) if row["event"] in {CREATED, UPDATED})
    for row in sorted(changes, key=lambda row: str(row["occurred"])):
        active = (row.get("payload") or {}).get("active", True)
        since = moment(row["occurred"]) if active and off else since
        off = not active
    return since


def before_it_counted(read: Snapshot, limit: Row) -> list[Record]:
    """Return what works in a tag's or a global limit since before this one counted; it takes no slot."""
    if limit_kind(limit) == "task_tag":
        tasks = [task for task in running_with_tag(read, limit) if _began_before(read, limit, task)]
        return [_of_task(read, limit, task) for task in tasks]
    counted = {stay.event for stay in _taken(read, limit)}
    passed = [stay for stay in event_holders(read.stays(limit["id"])) if stay.event not in counted]
    return _of_stays(read, limit, passed) or []


def uncounted(read: Snapshot, limit: Row) -> dict[str, list[Record]]:
    """Return the deployment's runs that never took their slot, by what their history shows.

    resumed: Paused, then Running again. before_limit: they started before the limit counted.
    forced: they became Running without taking a slot as Pending.
    """
    found: dict[str, list[Record]] = {"resumed": [], "before_limit": [], "forced": []}
    made, leases_since = counts_since(read, limit), _first_lease(read)
    for record in at_work(read, limit) or ():
        states = sorted(read.run_states.get(record["id"], ()), key=lambda state: state["timestamp"])
        how = _how(states, made, leases_since)
        if how:
            found[how].append(record)
    return found


def _how(states: list[Row], made: datetime | None, leases_since: str | None) -> str | None:
    kinds = [state["type"] for state in states]
    if not kinds or kinds[-1] not in TAKES_A_SLOT:
        return None
    last_pause = max((n for n, kind in enumerate(kinds) if kind == "PAUSED"), default=-1)
    if last_pause >= 0 and "PENDING" not in kinds[last_pause:]:
        return "resumed"
    since_idle = max((n for n, kind in enumerate(kinds) if kind not in TAKES_A_SLOT), default=-1)
    active = states[since_idle + 1 :]
    if any(lease_in(state) for state in active):
        return None
    began = moment(active[0]["timestamp"])
    if made and began and began < made:
        return "before_limit"
    retried = since_idle >= 0 and states[since_idle].get("name") == "AwaitingRetry"
    return None if retried or _may_have_taken(active[0], leases_since) else "forced"


def _may_have_taken(first: Row, leases_since: str | None) -> bool:
    """Tell whether a run may have taken its slot though none of its states names a lease.

    A run takes it as Pending; servers before 3.4.11 give it no lease.
    """
    return first["type"] == "PENDING" and (leases_since is None or first["timestamp"] < leases_since)


def _first_lease(read: Snapshot) -> str | None:
    """Return when the first state that names a lease of a deployment's slot began, of all that were read."""
    states = [state for known in read.run_states.values() for state in known]
    states += [run["state"] for run in read.active if run["state"]]
    return min((state["timestamp"] for state in states if lease_in(state)), default=None)
