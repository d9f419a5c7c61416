"""Whether who holds a global limit may wait for it: what was taken inside what, and who else could wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.engine.releases import older

from .asking import Row
from .holders import Held, full, held, limit_kind, too_fresh
from .links import page
from .nesting import codes, maybe_among, nesting
from .parents import above, parents_unread
from .snapshot import Snapshot
from .stays import Stay

FACTS = ("may_wait_for_itself", "crossed_with", "takes_inside")
UNTOLD = "Prefect does not record what code waits for inside its block"
OTHER_TASK = "which task's code took the limit could not be read of all its task runs"

AT_TIMES = (
    "code of that name took one more slot before it gave the first one back: whether inside its block or "
    "beside it, as parallel code does, and whether it still does so, Prefect does not record"
)
# On servers before it each ask of code that waits moves `updated` (seen on 3.4.8, no more on 3.4.25).
ASKS_UNSEEN_SINCE = "3.4.25"
NOT_ALL = "who holds {} is not known: {}"
SOME_UNKNOWN = "{} of its {} slots have a known holder"

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


@dataclass(frozen=True, slots=True)
class Full:
    """A full global limit whose every slot is held by Running runs of flows, or `why` that is not known.

    own: these runs. inside: what they hold. others: Running runs that may wait for it. took: all that runs
    took of it, by run.
    """

    limit: Row
    own: dict[str, Row]
    inside: tuple[Stay, ...]
    others: frozenset[str]
    took: dict[str, list[Stay]]
    why: str | None = None


def self_wait_facts(read: Snapshot, limit: Row, known: Held) -> Told:
    """Return what tells a limit that is busy from one whose holders may wait for each other.

    That they do is never told by events alone: `takes_inside` is what a person or code says.
    """
    if limit_kind(limit) != "global":
        return {}, {}
    if known.why:
        return {}, dict.fromkeys(FACTS, known.why)
    facts: dict[str, Any] = {"may_wait_for_itself": None, "crossed_with": None}
    one = _full(read, limit)
    if one is None or not one.own:
        return facts, {}
    if why := parents_unread(read, _may_wait(read, one)):
        return {}, dict.fromkeys(FACTS, why)
    calls, before = _all_called(read, one), _may_stand(read, one, one)
    if calls or before or (not one.others and not _goes_on(read, one)):
        told = {"calls": calls, "before": before}
        facts["may_wait_for_itself"] = {**_record(read, next(iter(one.own.values()))), **told}
    facts["crossed_with"], untold = _crossed(read, one)
    missing = {"takes_inside": _untold(read, one, before=before)}
    if untold:
        missing["crossed_with"] = untold
        del facts["crossed_with"]
    return facts, missing


def _untold(read: Snapshot, one: Full, *, before: bool) -> str:
    unread = None in {*codes(read, one.inside), *nesting(read, one.took, one.took)}
    return OTHER_TASK if unread else AT_TIMES if before else UNTOLD


def _full(read: Snapshot, limit: Row) -> Full | None:
    return read.once(f"full:{limit['id']}", lambda: _read_full(read, limit))


def _read_full(read: Snapshot, limit: Row) -> Full | None:
    if limit_kind(limit) != "global" or not full(limit):
        return None
    own, why = _holding_runs(read, limit, held(read, limit))
    if not own and not why:
        return None
    took: dict[str, list[Stay]] = {}
    for stay in read.stays(limit["id"]):
        if stay.flow_run:  # of other code nobody can tell which is the same
            took.setdefault(stay.flow_run, []).append(stay)
    inside = tuple(stay for run in own for stay in took.get(run, ()) if stay.ended is None)
    return Full(limit, own, inside, _others(read, own, took), took, why)


def _holding_runs(read: Snapshot, limit: Row, known: Held) -> tuple[dict[str, Row], str | None]:
    """Return the Running flow runs that hold its slots, and why others may hold some.

    No run where one of the holders is something else.
    """
    if known.why:
        return {}, known.why
    found = {}
    for record in known.records:
        task = read.task_runs.get(record["id"]) if record["kind"] == "task_run" else None
        run = read.flow_runs.get(task["flow_run_id"] if task else record["id"])
        if run is None:
            return {}, record["why"]
        if run["state_type"] != "RUNNING" or record["alive"] is False:
            return {}, None
        found[run["id"]] = run
    most = limit["active_slots"]
    return found, SOME_UNKNOWN.format(known.slots, most) if known.slots < most else None


def _flows(runs: dict[str, Row]) -> set[str]:
    return {run["flow_id"] for run in runs.values()}


def _others(read: Snapshot, own: dict[str, Row], took: dict[str, list[Stay]]) -> frozenset[str]:
    """Return the Running runs of flows that use this limit and do not hold it: these may wait for it.

    So may those of a flow the person names: a first wait leaves no event.
    """
    users = _flows(own) | {stay.flow for stays in took.values() for stay in stays}
    users |= read.named_flow_ids | {row["flow_id"] for row in _asked_runs(read)}
    running = (run for run in read.active if run["state_type"] == "RUNNING" and run["flow_id"] in users)
    return frozenset(run["id"] for run in running) - own.keys()


def _may_wait(read: Snapshot, one: Full) -> Iterator[Row]:
    return (run for run in read.active if run["id"] in one.others)


def _all_called(read: Snapshot, one: Full) -> str | None:
    """Return a run that may wait for this limit, where each holder called such a one, maybe in its block."""
    runs = _may_wait(read, one)
    called = {caller["id"]: run["name"] for run in runs for caller in above(read, run)}
    return called[next(iter(one.own))] if one.own.keys() <= called.keys() else None


def _asked_runs(read: Snapshot) -> tuple[Row, ...]:
    return (*read.named_runs, *((read.run,) if read.run else ()))


def _crossed(read: Snapshot, one: Full) -> tuple[dict[str, Any] | None, str | None]:
    """Return the other full limit whose holders may wait for this one while these wait for it.

    Where none is known, why there may be one all the same.
    """
    why = read.cut.get("limits")
    found: list[Full] = []
    for limit in read.limits:
        other = None if limit["id"] == one.limit["id"] else _full(read, limit)
        if other is None or other.own.keys() & one.own.keys():
            continue
        if other.why:
            why = why or NOT_ALL.format(limit["name"], other.why)
        elif _took_inside(read, one, other) or _only_they_wait(one, other):
            # Who got the slot it waited for just now may have told so in an event that is on its way.
            early = one.why or _moved_just_now(read, one.limit) or _moved_just_now(read, limit)
            why, found = early or why, [*found, *([] if early else [other])]
    crossing = [other for other in found if _took_inside(read, one, other)]
    first = next(iter((*crossing, *found)), None)
    if first is None:
        return None, why
    mine, others = (_record(read, next(iter(each.own.values()))) for each in (one, first))
    told = {"limit": first.limit["name"], "holder": mine, "other_holder": others}
    return {**told, "before": bool(crossing)}, None


def _moved_just_now(read: Snapshot, limit: Row) -> str | None:
    """Say that slots may have changed hands in the last seconds, where that can be told from asking."""
    return None if older(read.version or "", ASKS_UNSEEN_SINCE) else too_fresh(read, limit)


def _took_inside(read: Snapshot, one: Full, other: Full) -> bool:
    return _may_stand(read, one, other) and _may_stand(read, other, one)


def _only_they_wait(one: Full, other: Full) -> bool:
    return one.others <= other.own.keys() and other.others <= one.own.keys()


def _may_stand(read: Snapshot, outer: Full, inner: Full) -> bool:
    """Tell whether every holder of one limit may stand where its code took the other before.

    None got it yet: who has had it since it holds this one may be past its inner block, or work inside of it.
    """
    before = nesting(read, outer.took, inner.took)
    return _without_inner(outer, inner) and maybe_among(codes(read, outer.inside), before)


def _without_inner(outer: Full, inner: Full) -> bool:
    return bool(outer.inside) and all(one.sure and not _since(inner, one) for one in outer.inside)


def _goes_on(read: Snapshot, one: Full) -> bool:
    """Tell whether a holder has its inner slot as well, by code that never took a third one."""
    inner = [stay for outer in one.inside for stay in _since(one, outer) if stay.ended is None]
    nested = nesting(read, one.took, one.took)
    if nested and None in {*codes(read, inner), *nested}:
        return False
    return bool(inner) and not codes(read, inner) <= nested


def _since(limit: Full, outer: Stay) -> list[Stay]:
    """Return what the code of a stay took of a limit since it began."""
    taken = limit.took.get(outer.flow_run, ())
    return [one for one in taken if one.began > outer.began and outer.task_run in {"", one.task_run}]


def _record(read: Snapshot, run: Row) -> dict[str, Any]:
    return {"id": run["id"], "name": run["name"], "link": page(read.api_url, "flow-run", run["id"])}


def focus_of_holders(read: Snapshot) -> frozenset[str]:
    """Return the limits that the Running runs of the named flows may wait for while they hold them."""
    named = read.named_flow_ids
    known = [one for limit in read.limits if named and (one := _full(read, limit)) and one.own]
    alone = [one for one in known if _flows(one.own) <= named and not one.others]
    return frozenset(f"limit:{one.limit['name']}" for one in alone)
