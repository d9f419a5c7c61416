"""Whether who holds a global limit may wait for it: what was taken inside what, and who else could wait."""

from __future__ import annotations

from typing import Any

from .asking import Row
from .holders import Held, full, held, limit_kind
from .links import page
from .snapshot import Snapshot
from .stays import Stay, stays_in

FACTS = ("may_wait_for_itself", "crossed_with", "takes_inside")
UNTOLD = "Prefect does not record what code waits for inside its block"

Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable


def self_wait_facts(read: Snapshot, limit: Row, known: Held) -> Told:
    """Return what tells a limit that is busy from one whose holders wait for each other."""
    if limit_kind(limit) != "global":
        return {}, {}
    if known.why:
        return {}, dict.fromkeys(FACTS, known.why)
    own = _holding_runs(read, known) if full(limit) else {}
    facts: dict[str, Any] = {"may_wait_for_itself": None, "crossed_with": None}
    if not own:
        return facts, {}
    if not _others(read, limit, own):
        facts["may_wait_for_itself"] = _record(read, next(iter(own.values())))
    facts["crossed_with"] = _crossed(read, limit, own)
    nests = _pairs(read, limit, limit)
    if any(outer.flow in _flows(own) for outer in nests):
        facts["takes_inside"] = "same"
    elif facts["crossed_with"] and facts["crossed_with"]["seen"]:
        facts["takes_inside"] = "other"
    return facts, {} if "takes_inside" in facts else {"takes_inside": UNTOLD}


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


def _others(read: Snapshot, limit: Row, own: dict[str, Row]) -> set[str]:
    """Return the Running runs of flows that use this limit and do not hold it: these may wait for it.

    So may those of a flow the person names: a first wait leaves no event.
    """
    users = _flows(own) | {stay.flow for stay in _stays(read, limit)}
    users |= {row["id"] for row in read.named_flows} | {row["flow_id"] for row in _asked_runs(read)}
    running = (run for run in read.active if run["state_type"] == "RUNNING" and run["flow_id"] in users)
    return {run["id"] for run in running} - own.keys()


def _asked_runs(read: Snapshot) -> tuple[Row, ...]:
    return (*read.named_runs, *((read.run,) if read.run else ()))


def _crossed(read: Snapshot, limit: Row, own: dict[str, Row]) -> dict[str, Any] | None:
    """Return the other full limit whose holders may wait for this one while these wait for it."""
    for other in read.limits:
        if other["id"] == limit["id"] or limit_kind(other) != "global" or not full(other):
            continue
        theirs = _holding_runs(read, held(read, other))
        if not theirs or theirs.keys() & own.keys():
            continue
        outer, inner = _pairs(read, limit, other), _pairs(read, other, limit)
        seen = bool({s.flow for s in outer} & _flows(own) and {s.flow for s in inner} & _flows(theirs))
        if seen or (
            _others(read, limit, own) <= theirs.keys() and _others(read, other, theirs) <= own.keys()
        ):
            mine, first = _record(read, next(iter(own.values()))), _record(read, next(iter(theirs.values())))
            return {"limit": other["name"], "holder": mine, "other_holder": first, "seen": seen}
    return None


def _pairs(read: Snapshot, outer: Row, inner: Row) -> list[Stay]:
    """Return the stays in one limit inside which the same code took a slot of the other."""
    inside = _stays(read, inner)
    return [one for one in _stays(read, outer) if any(one.holds(other) for other in inside)]


def _stays(read: Snapshot, limit: Row) -> list[Stay]:
    """Return what runs took of a limit; of other code nobody can tell which is the same."""
    return [stay for stay in stays_in(read.slot_events.get(limit["id"], ())) if stay.flow_run]


def _record(read: Snapshot, run: Row) -> dict[str, Any]:
    return {"id": run["id"], "name": run["name"], "link": page(read.api_url, "flow-run", run["id"])}


def focus_of_holders(read: Snapshot) -> frozenset[str]:
    """Return the limits that the Running runs of the named flows may wait for while they hold them."""
    named = {row["id"] for row in read.named_flows}
    found = set()
    for limit in read.limits if named else ():
        known = held(read, limit) if limit_kind(limit) == "global" else Held()
        own = _holding_runs(read, known) if full(limit) and not known.why else {}
        if own and _flows(own) <= named and not _others(read, limit, own):
            found.add(f"limit:{limit['name']}")
    return frozenset(found)
