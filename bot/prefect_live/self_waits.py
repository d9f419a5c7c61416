"""Whether who holds a global limit may wait for it: what was taken inside what, and who else could wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .asking import Row
from .holders import Held, full, held, limit_kind
from .links import page
from .nesting import always_nesting, codes, named, nesting
from .parents import above, parents_unread
from .snapshot import Snapshot
from .stays import Stay

FACTS = ("may_wait_for_itself", "crossed_with", "takes_inside")
UNTOLD = "Prefect does not record what code waits for inside its block"
OTHER_TASK = "which task's code took the limit could not be read of all its task runs"

AT_TIMES = "the limit was taken inside its own block before, but not each time, or by other code of that name"

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


@dataclass(frozen=True, slots=True)
class Full:
    """A full global limit whose every slot is held by Running runs of flows.

    own: these runs. inside: what they hold. others: Running runs that may wait for it. took: all that runs
    took of it, by run.
    """

    limit: Row
    own: dict[str, Row]
    inside: tuple[Stay, ...]
    others: frozenset[str]
    took: dict[str, list[Stay]]


def self_wait_facts(read: Snapshot, limit: Row, known: Held) -> Told:
    """Return what tells a limit that is busy from one whose holders wait for each other."""
    if limit_kind(limit) != "global":
        return {}, {}
    if known.why:
        return {}, dict.fromkeys(FACTS, known.why)
    facts: dict[str, Any] = {"may_wait_for_itself": None, "crossed_with": None}
    one = _full(read, limit)
    if one is None:
        return facts, {}
    if why := parents_unread(read, _may_wait(read, one)):
        return {}, dict.fromkeys(FACTS, why)
    calls, before = _all_called(read, one), _may_stand(read, one)
    if calls or before or (not one.others and not _goes_on(read, one)):
        told = {"calls": calls, "before": before and bool(one.others)}
        facts["may_wait_for_itself"] = {**_record(read, next(iter(one.own.values()))), **told}
    facts["crossed_with"] = _crossed(read, one)
    if _all_stand(read, one, one):
        facts["takes_inside"] = "same"
    elif facts["crossed_with"] and facts["crossed_with"]["seen"]:
        facts["takes_inside"] = "other"
    if "takes_inside" in facts:
        return facts, {}
    unread = None in {*codes(read, one.inside), *nesting(read, one.took, one.took)}
    return facts, {"takes_inside": OTHER_TASK if unread else AT_TIMES if before else UNTOLD}


def _full(read: Snapshot, limit: Row) -> Full | None:
    return read.once(f"full:{limit['id']}", lambda: _read_full(read, limit))


def _read_full(read: Snapshot, limit: Row) -> Full | None:
    if limit_kind(limit) != "global" or not full(limit):
        return None
    known = held(read, limit)
    own = {} if known.why else _holding_runs(read, known)
    if not own:
        return None
    took: dict[str, list[Stay]] = {}
    for stay in read.stays(limit["id"]):
        if stay.flow_run:  # of other code nobody can tell which is the same
            took.setdefault(stay.flow_run, []).append(stay)
    inside = tuple(stay for run in own for stay in took.get(run, ()) if stay.ended is None)
    return Full(limit, own, inside, _others(read, own, took), took)


def _holding_runs(read: Snapshot, known: Held) -> dict[str, Row]:
    """Return the Running flow runs that hold every slot; nothing when one is something else."""
    found = {}
    for record in known.records:
        task = read.task_runs.get(record["id"]) if record["kind"] == "task_run" else None
        run = read.flow_runs.get(task["flow_run_id"] if task else record["id"])
        if run is None or run["state_type"] != "RUNNING" or record["alive"] is False:
            return {}
        found[run["id"]] = run
    return found


def _flows(runs: dict[str, Row]) -> set[str]:
    return {run["flow_id"] for run in runs.values()}


def _others(read: Snapshot, own: dict[str, Row], took: dict[str, list[Stay]]) -> frozenset[str]:
    """Return the Running runs of flows that use this limit and do not hold it: these may wait for it.

    So may those of a flow the person names: a first wait leaves no event.
    """
    users = _flows(own) | {stay.flow for stays in took.values() for stay in stays}
    users |= {row["id"] for row in read.named_flows} | {row["flow_id"] for row in _asked_runs(read)}
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


def _crossed(read: Snapshot, one: Full) -> dict[str, Any] | None:
    """Return the other full limit whose holders may wait for this one while these wait for it."""
    maybe = None
    for limit in read.limits:
        other = None if limit["id"] == one.limit["id"] else _full(read, limit)
        if other is None or other.own.keys() & one.own.keys():
            continue
        seen = _all_stand(read, one, other) and _all_stand(read, other, one)
        if seen or (maybe is None and one.others <= other.own.keys() and other.others <= one.own.keys()):
            mine, first = next(iter(one.own.values())), next(iter(other.own.values()))
            told = {"limit": limit["name"], "holder": _record(read, mine), "seen": seen}
            maybe = {**told, "other_holder": _record(read, first)}
        if seen:
            break
    return maybe


def _all_stand(read: Snapshot, outer: Full, inner: Full) -> bool:
    """Tell whether every holder of one limit comes to where its code takes the other, and none got it yet.

    Who has had it since it holds this one may be past its inner block, or work inside of it.
    """
    if not _without_inner(outer, inner):
        return False
    return codes(read, outer.inside) <= always_nesting(read, outer.took, inner.took)


def _may_stand(read: Snapshot, one: Full) -> bool:
    """Tell whether no holder has an inner slot yet, and code of that name, maybe another, took one once."""
    now, before = codes(read, one.inside), nesting(read, one.took, one.took)
    return _without_inner(one, one) and None not in now and named(now) <= named(before)


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
    named = {row["id"] for row in read.named_flows}
    known = [one for limit in read.limits if named and (one := _full(read, limit))]
    alone = [one for one in known if _flows(one.own) <= named and not one.others]
    return frozenset(f"limit:{one.limit['name']}" for one in alone)
