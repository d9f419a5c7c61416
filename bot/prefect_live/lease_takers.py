"""Who took slots of a limit and has not given them back, and which of them lost their lease."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .alive import TERMINAL
from .asking import Row
from .holders import limit_kind
from .lease_lines import Loss
from .moments import moment
from .slots_held import ACQUIRED, RELEASED
from .snapshot import Snapshot

SAME_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Took:
    """Slots that were taken from one limit, and by whom; `loss` when their lease was lost."""

    who: str
    slots: int
    at: datetime
    works: bool
    loss: Loss | None = None


def taken(read: Snapshot, limit: Row, losses: Sequence[Loss]) -> list[Took]:
    """Return who holds slots of a limit by its events or its runs; who lost a lease counts till the end."""
    kind = limit_kind(limit)
    if kind == "global" and limit["id"] in read.slot_events:
        return _from_events(read, read.slot_events[limit["id"]], losses)
    if kind == "deployment" and not read.trouble("active"):
        return _from_runs(read, limit["name"].partition(":")[2], losses)
    return []


def _from_events(read: Snapshot, events: Iterable[Row], losses: Sequence[Loss]) -> list[Took]:
    rows = list(events)
    ended = {row.get("follows"): row["occurred"] for row in rows if row["event"] == RELEASED}
    found = []
    for row in rows:
        if row["event"] != ACQUIRED:
            continue
        who, flow_run = _who(row)
        at = datetime.fromisoformat(row["occurred"])
        until = moment(ended.get(row["id"]))
        loss = next((one for one in losses if (one.task or one.run) == who and at < one.noticed), None)
        if loss and until and until < loss.noticed - SAME_MOMENT:
            loss = None
        if until is None or loss:
            run = read.flow_runs.get(flow_run)
            works = until is None and run is not None and run["state_type"] not in TERMINAL
            found.append(Took(who, int(row["resource"].get("slots-acquired") or 1), at, works, loss))
    return found


def _who(event: Row) -> tuple[str, str]:
    """Return the task run or flow run that took the slots, and the flow run it belongs to."""
    ids = [str(one["prefect.resource.id"]) for one in event.get("related", ())]
    task = next((one.rpartition(".")[2] for one in ids if one.startswith("prefect.task-run.")), "")
    flow = next((one.rpartition(".")[2] for one in ids if one.startswith("prefect.flow-run.")), "")
    return task or flow, flow


def _from_runs(read: Snapshot, deployment: str, losses: Sequence[Loss]) -> list[Took]:
    in_code = {_who(row)[0] for rows in read.slot_events.values() for row in rows if row["event"] == ACQUIRED}
    of_flows = [loss for loss in losses if loss.ends_run and loss.task is None and loss.run not in in_code]
    active = {row["id"]: row for row in read.active if row["deployment_id"] == deployment}
    ended = {loss.run: read.flow_runs.get(loss.run) for loss in of_flows if loss.run not in active}
    runs = [*active.values(), *(row for row in ended.values() if row and row["deployment_id"] == deployment)]
    by_run = {loss.run: loss for loss in of_flows}
    return [
        Took(row["id"], 1, moment(row["start_time"]) or read.now, row["id"] in active, by_run.get(row["id"]))
        for row in runs
    ]
