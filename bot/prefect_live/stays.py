"""Slots of a limit that code took, and when it gave them back, from the limit's events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .asking import Row
from .moments import moment
from .tries import End, Tries

ACQUIRED, RELEASED = "prefect.concurrency-limit.acquired", "prefect.concurrency-limit.released"
# The client lets an event of a slot given back name that of its taking (`follows`) within this time only.
NAMES_ITS_TAKING = timedelta(minutes=5)
MOST_COMPARED = 50  # task runs that are read to see whether their code is that of one with an inner block


@dataclass(frozen=True, slots=True)
class Stay:
    """Slots taken at once: by which flow run and task run ("" for none), of which flow.

    `ended` is None where no event says that they were given back. `sure` is False where an event that does
    not name its taking may end this stay as well as another one. `tries` are those of its run that were over
    before. `over` is the end of the try that took them and gave nothing back, when the stay ended too. `told`
    is False where it is not known which try took them, `goes_on` where that one may be over.
    """

    event: str
    flow_run: str
    task_run: str
    flow: str
    slots: int
    at: str
    ended: datetime | None = None
    sure: bool = True
    tries: int = 0
    over: End | None = None
    told: bool = True
    goes_on: bool = True

    @property
    def kind(self) -> str:
        """Return task_run, flow_run, or code for code that runs outside of both."""
        return "task_run" if self.task_run else "flow_run" if self.flow_run else "code"

    @property
    def id(self) -> str:
        """Return the id of who took the slots; a task run is named before its flow run."""
        return self.task_run or self.flow_run or self.event

    @property
    def kept(self) -> bool:
        """Tell whether no event says that the slots were given back."""
        return self.ended is None or self.over is not None

    @property
    def began(self) -> datetime:
        """Return when the slots were taken, by the clock of who took them."""
        return datetime.fromisoformat(self.at)

    def may_hold(self, other: Stay) -> bool:
        """Tell whether the other was taken inside this one, as far as is known, by the same code."""
        if (self.flow_run, self.tries) != (other.flow_run, other.tries):
            return False
        if self.task_run not in {"", other.task_run}:
            return False
        later = other.began > self.began
        return later and (self.ended is None or not self.sure or other.began < self.ended)

    def holds(self, other: Stay) -> bool:
        """Tell whether the other was surely taken and given back inside this one, by the same code."""
        if not (self.sure and other.sure and self.may_hold(other)) or other.ended is None:
            return False
        return self.goes_on if self.ended is None else other.ended < self.ended


def one_try(_: str) -> Tries:
    """Say of every run that it was tried once and goes on."""
    return Tries()


def stays_in(events: Iterable[Row], tries_of: Callable[[str], Tries] = one_try) -> list[Stay]:
    """Return every stay, the oldest first; `tries_of` tells of a flow run (its id) how it was tried."""
    told = list(events)[::-1]  # Prefect tells the newest first
    rows = sorted(told, key=_moment)
    found = {row["id"]: _stay(row, tries_of) for row in rows if row["event"] == ACQUIRED}
    for row in rows:
        if row["event"] != RELEASED:
            continue
        if not row.get("follows"):
            _end_unnamed(found, row, tries_of)
        elif row["follows"] in found:
            found[row["follows"]] = replace(found[row["follows"]], ended=_moment(row), over=None)
    return list(found.values())


def tasks_to_compare(stays: Iterable[Stay]) -> set[str]:
    """Return the task runs that took and gave back slots inside a block of theirs, of any of these limits.

    With the newest others of their flows: these may be the same code without an inner block.
    """
    by_task: dict[str, list[Stay]] = {}
    for one in stays:
        if one.task_run:
            by_task.setdefault(one.task_run, []).append(one)
    nesting = {task for task, own in by_task.items() if any(one.holds(other) for one in own for other in own)}
    flows = {by_task[task][0].flow for task in nesting}
    others = [task for task, own in by_task.items() if task not in nesting and own[0].flow in flows]
    others.sort(key=lambda task: by_task[task][-1].began, reverse=True)
    return nesting | set(others[:MOST_COMPARED])


def slots_of(row: Row) -> int:
    """Return how many slots an event is about."""
    return int(row["resource"].get("slots-acquired") or 1)


def _end_unnamed(found: dict[str, Stay], row: Row, tries_of: Callable[[str], Tries]) -> None:
    """End the newest stay that this event may be about: of blocks in one another the inner one ends first.

    Code outside of runs may be any of many processes: nobody can tell which of them it was.
    """
    own, at = _stay(row, tries_of), _moment(row)
    long = [one for one in found.values() if one.kept and at - one.began >= NAMES_ITS_TAKING]
    of_run = [one for one in long if (one.flow_run, one.tries) == (own.flow_run, own.tries)]
    same = [one for one in of_run if (one.task_run, one.slots) == (own.task_run, own.slots)]
    known = len(same) == 1 and own.flow_run != ""
    for one in same or of_run:
        found[one.event] = replace(one, sure=one.sure and known)
    if same:
        found[same[-1].event] = replace(found[same[-1].event], ended=at, over=None)


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row["occurred"])


def _stay(row: Row, tries_of: Callable[[str], Tries]) -> Stay:
    flow_run, task_run, flow = (_of(row, kind) for kind in ("flow-run", "task-run", "flow"))
    stay = Stay(str(row["id"]), flow_run, task_run, flow, slots_of(row), row["occurred"])
    if not flow_run:
        return stay
    tries, came = tries_of(flow_run), moment(row.get("received")) or _moment(row)
    end = tries.end_after(came)
    told, number = tries.why is None, tries.number(came)
    stay = replace(stay, tries=number, told=told, goes_on=told and tries.goes_on)
    return replace(stay, ended=end.at, over=end) if end else stay


def _of(row: Row, kind: str) -> str:
    ids = (str(one["prefect.resource.id"]) for one in row.get("related") or ())
    return next((each.rpartition(".")[2] for each in ids if each.startswith(f"prefect.{kind}.")), "")
