"""Which code took a limit inside its stay in another one before, as far as its events tell.

They do not tell an inner block from parallel code, whose stays lie in one another by chance, nor what code
does now that was mended since: what is told here says only what may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .snapshot import Snapshot
from .stays import Stay

Took = Mapping[str, Sequence[Stay]]  # what runs took of a limit, by run
Code = tuple[str, str] | None  # a flow, and which of its tasks ("" for none); None where that was not read


def nesting(read: Snapshot, outer: Took, inner: Took) -> set[Code]:
    """Return the code that took and gave back a slot of one limit inside its stay in the other."""
    stays = (one for run in outer.keys() & inner.keys() for one in outer[run])
    return codes(read, (one for one in stays if any(one.holds(other) for other in inner[one.flow_run])))


def codes(read: Snapshot, stays: Iterable[Stay]) -> set[Code]:
    """Return whose code took slots: Prefect's key of a task is its name and a hash of its code."""
    return {_code(read, one) for one in stays}


def maybe_among(now: set[Code], before: set[Code]) -> bool:
    """Tell whether all of this code may be among that, by the names; what was not read may be.

    The hash changes with every line of its file and with the file's place.
    """
    unread = bool(before) and (None in now or None in before)
    return bool(now) and (unread or _named(now) <= _named(before))


def _named(known: Iterable[Code]) -> set[Code]:
    return {(one[0], one[1].rpartition("-")[0]) for one in known if one}


def _code(read: Snapshot, stay: Stay) -> Code:
    if not stay.task_run:
        return stay.flow, ""
    key = (read.task_runs.get(stay.task_run) or {}).get("task_key")
    return (stay.flow, str(key)) if key else None
