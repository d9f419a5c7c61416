"""Which code takes a limit inside its stay in another one: whenever it stays there, or only at times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .snapshot import Snapshot
from .stays import Stay

BROKEN_OFF = frozenset({"CANCELLED", "CANCELLING", "CRASHED", "FAILED"})

Took = Mapping[str, Sequence[Stay]]  # what runs took of a limit, by run
Code = tuple[str, str] | None  # a flow, and which of its tasks ("" for none); None where that was not read


def nesting(read: Snapshot, outer: Took, inner: Took) -> set[Code]:
    """Return the code that took and gave back a slot of one limit inside its stay in the other."""
    stays = (one for run in outer.keys() & inner.keys() for one in outer[run])
    return codes(read, (one for one in stays if any(one.holds(other) for other in inner[one.flow_run])))


def always_nesting(read: Snapshot, outer: Took, inner: Took) -> set[Code]:
    """Return the code that did so whenever it stayed: who also stayed without may do either now."""
    broken_off = {run["id"] for run in read.cancelled}
    broken_off |= {own for own, run in read.flow_runs.items() if run["state_type"] in BROKEN_OFF}
    ended = [one for run in outer.keys() - broken_off for one in outer[run] if one.ended and one.sure]
    without = (one for one in ended if _alone(one, outer[one.flow_run], inner.get(one.flow_run, ())))
    return nesting(read, outer, inner) - codes(read, without) - {None}


def codes(read: Snapshot, stays: Iterable[Stay]) -> set[Code]:
    """Return whose code took slots: Prefect's key of a task is its name and a hash of its code."""
    return {_code(read, one) for one in stays}


def named(known: Iterable[Code]) -> set[Code]:
    """Return code without the hash, which changes with every line of its file and with the file's place."""
    return {(one[0], one[1].rpartition("-")[0]) for one in known if one}


def _alone(one: Stay, same: Iterable[Stay], inner: Iterable[Stay]) -> bool:
    """Tell whether a stay lay in none of these, and nothing was taken of the inner limit in it."""
    inside = any(other.may_hold(one) for taken in (same, inner) for other in taken)
    return not inside and not any(one.may_hold(other) for other in inner)


def _code(read: Snapshot, stay: Stay) -> Code:
    if not stay.task_run:
        return stay.flow, ""
    key = (read.task_runs.get(stay.task_run) or {}).get("task_key")
    return (stay.flow, str(key)) if key else None
