"""Who took slots of a limit and has not given them back, and which of them lost their lease."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .asking import Row
from .holders import limit_kind
from .lease_lines import Loss
from .moments import moment
from .shared_limits import is_shared, users_of
from .snapshot import Snapshot
from .stays import Stay
from .tries import TERMINAL

SAME_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Took:
    """Slots that were taken from one limit, and by whom; `loss` when their lease was lost.

    `sure` is False where they may have been given back in an event that does not tell whose they were.
    """

    who: str
    slots: int
    at: datetime
    works: bool
    loss: Loss | None = None
    sure: bool = True


def taken(read: Snapshot, limit: Row, losses: Sequence[Loss]) -> list[Took]:
    """Return who holds slots of a limit by its events or its runs; who lost a lease counts till the end."""
    kind = limit_kind(limit)
    if kind == "global" and limit["id"] in read.slot_events:
        return _from_events(read, read.stays(limit["id"]), losses)
    if kind == "deployment" and not read.trouble("active"):
        code = _from_events(read, read.stays(limit["id"]), losses) if is_shared(limit) else []
        return [*_from_runs(read, users_of(limit), losses), *code]
    return []


def _from_events(read: Snapshot, stays: Sequence[Stay], losses: Sequence[Loss]) -> list[Took]:
    found = []
    for stay in reversed(stays):
        loss = next(
            (one for one in losses if (one.task or one.run) == stay.id and stay.began < one.noticed), None
        )
        if loss and stay.ended and stay.ended < loss.noticed - SAME_MOMENT:
            loss = None
        if stay.kept or loss:
            run = read.flow_runs.get(stay.flow_run)
            works = stay.ended is None and run is not None and run["state_type"] not in TERMINAL
            found.append(Took(stay.id, stay.slots, stay.began, works, loss, stay.sure))
    return found


def _from_runs(read: Snapshot, own: Sequence[str], losses: Sequence[Loss]) -> list[Took]:
    in_code = {stay.id for limit_id in read.slot_events for stay in read.stays(limit_id)}
    of_flows = [loss for loss in losses if loss.ends_run and loss.task is None and loss.run not in in_code]
    active = {row["id"]: row for row in read.active if row["deployment_id"] in own}
    ended = {loss.run: read.flow_runs.get(loss.run) for loss in of_flows if loss.run not in active}
    runs = [*active.values(), *(row for row in ended.values() if row and row["deployment_id"] in own)]
    by_run = {loss.run: loss for loss in of_flows}
    return [
        Took(row["id"], 1, moment(row["start_time"]) or read.now, row["id"] in active, by_run.get(row["id"]))
        for row in runs
    ]
