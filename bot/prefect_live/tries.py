"""The tries of a run that was started again under its own id: what an earlier one took, nobody gives back.

A try ends with a terminal state, or when the run is scheduled anew. A retry in its process ends none, nor
does a pause: tasks and slots of before live on there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .asking import Row
from .moments import moment

AFTER_ITS_END = timedelta(seconds=10)  # a heartbeat later than that tells that a process works on
TERMINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
RESCHEDULED = "Rescheduled"


@dataclass(frozen=True, slots=True)
class End:
    """When a try was over, by the server's clock, and in which state it ended."""

    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Tries:
    """The ends of the tries of a run that are over, the oldest first.

    `why` says what keeps from telling which try took what. `goes_on` is False where the run has ended, or is
    not known.
    """

    ends: tuple[End, ...] = ()
    why: str | None = None
    goes_on: bool = True

    def number(self, at: datetime) -> int:
        """Return how many tries were over at a moment of the server's clock."""
        return sum(end.at <= at for end in self.ends)

    def end_after(self, at: datetime) -> End | None:
        """Return the end of the try that went on at a moment; None where that one goes on."""
        return next((end for end in self.ends if end.at > at), None)


Gap = tuple[End, datetime | None]  # the end of a try, and when the next one began


def tried_again(run: Row) -> bool:
    """Tell whether what a run took may be an earlier try's, so that only its history tells."""
    times = run.get("run_count") or 0
    if run["state_type"] == "SCHEDULED":
        return times > 1 or not (run["state_name"] == "AwaitingRetry" and retries_in_its_process(run))
    return times > 1 or (times == 1 and run["state_type"] == "PENDING")


def ends_of(run: Row, states: Iterable[Row]) -> tuple[End, ...]:
    """Return when the tries of a run ended that are over, by its history; its own end is none of them."""
    known = sorted(states, key=lambda state: datetime.fromisoformat(state["timestamp"]))
    began = next((n for n, state in enumerate(known) if state["type"] == "RUNNING"), len(known))
    found = []
    for place, state in enumerate(known):
        at, last = moment(state["timestamp"]) if place > began else None, place == len(known) - 1
        if at and state["type"] in TERMINAL and not last:
            found.append(End(at, str(state.get("name") or state["type"].capitalize())))
        if at and state["type"] == "SCHEDULED" and not _in_its_process(run, known, place):
            found.append(End(at, RESCHEDULED))
    return tuple(found)


def gaps(ends: Iterable[End], states: Iterable[Row]) -> tuple[Gap, ...]:
    """Return from when to when no try went on, the oldest first; None where the next one has yet to begin."""
    began = (moment(state["timestamp"]) for state in states if state["type"] == "RUNNING")
    starts = [at for at in began if at]
    found: dict[datetime | None, End] = {}
    for end in ends:
        found.setdefault(min((at for at in starts if at > end.at), default=None), end)
    return tuple((end, until) for until, end in found.items())


def outlived(known: Iterable[Gap], beats: Iterable[datetime]) -> End | None:
    """Return the end of a try whose process gave a heartbeat after it, before the next try began.

    Anybody may mark a run as ended whose process works on.
    """
    given = list(beats)
    for end, until in known:
        since = end.at + AFTER_ITS_END
        if any(since < beat and (until is None or beat < until) for beat in given):
            return end
    return None


def _in_its_process(run: Row, known: Sequence[Row], place: int) -> bool:
    """Tell whether a state is the wait for a retry that the same process makes."""
    before = known[place - 1]["type"] if place else None
    if known[place].get("name") != "AwaitingRetry" or before != "RUNNING":
        return False
    after = known[place + 1]["type"] if place + 1 < len(known) else None
    return after not in {"PENDING", "SCHEDULED"} if after else retries_in_its_process(run)


def retries_in_its_process(run: Row) -> bool:
    """Tell whether the next retry of a run is one that its own process makes, by its policy."""
    return (run.get("empirical_policy") or {}).get("retry_type") == "in_process"
