"""Slots that nobody living holds: which of them a lease still frees, which stay."""

from __future__ import annotations

from typing import Any

from bot.engine.releases import older

from .asking import Row
from .beyond import at_work, before_it_counted, code_at_work, counts_since, surely_beyond, uncounted
from .holder_records import dead_holders, dead_seconds
from .holders import MOVING, Held, limit_kind, too_fresh
from .leaks import leak_facts, untold
from .lease_lengths import LATE, frees_within, length_unread
from .limit_changes import change_facts
from .limit_kinds import told_by_events
from .limit_users import users_unread
from .moments import seconds_since
from .server_facts import keeps_expired_leases
from .shared_limits import is_shared
from .snapshot import Snapshot

Record = dict[str, Any]
Told = tuple[dict[str, Any], dict[str, str]]  # facts, unavailable
# The first server that gives slots of a kind a lease at all; on older ones a dead run keeps its slot.
LEASES_SINCE = {"task_tag": "3.4.19", "global": "3.4.9", "deployment": "3.4.11"}
ENDING = 3.0  # a look reads a run and its slot at two moments; in between the run may give it back
TAKEN_SOON = 45.0  # who waits asks again within 30 s
# Why a run of a deployment holds no slot, and the fact that lists such runs.
UNCOUNTED = {"resumed": "runs_resumed", "before_limit": "runs_before_limit", "forced": "runs_forced"}


def history_facts(read: Snapshot, limit: Row, known: Held) -> Told:
    """Return what is known of a limit's past: changes, dead holders, leaked slots, runs not counted."""
    facts: dict[str, Any] = {"limit_age_seconds": seconds_since(limit["created"], read.now)}
    kind = limit_kind(limit)
    if kind == "rate_limit":
        return facts, {}
    facts["frees_within_seconds"] = frees_within(read, limit)
    changed, missing = change_facts(read, limit)
    facts |= changed
    if why := read.trouble("settings"):
        missing["expired_leases_kept"] = why
    else:
        facts["expired_leases_kept"] = keeps_expired_leases(read.settings)
    for told, unknown in (
        _dead(read, limit, known, changed),
        leak_facts(read, limit, changed),
        _beyond(read, limit, changed),
    ):
        facts |= told
        missing |= unknown
    return facts, missing


def _dead(read: Snapshot, limit: Row, known: Held, changed: dict[str, Any]) -> Told:
    names = ("holders_expiring", "holders_lost", "slots_lost", "slots_alive", "holders_paused")
    if known.why and not known.records:
        return {}, dict.fromkeys(names, known.why)
    dead = [record for record in known.records if record["alive"] is False]
    paused = [record for record in known.records if record["state"] in {"Paused", "Suspended"}]
    ages = [(record, dead_seconds(read, record)) for record in _counted(limit, known, dead)]
    aged = [{"slots": 1, **record, "dead_seconds": age} for record, age in ages if age is not None]
    early = _early(read, limit, dead, aged)
    if dead and not early and limit_kind(limit) == "global":
        early = known.why or untold(read, limit, changed)
    early = early or _beside_code(read, limit, known, dead) or dead_holders(known.records)[1]
    early = early or (users_unread(read, limit) if dead else None)
    if early:
        return {"holders_paused": paused}, dict.fromkeys((*names[:4], "ended_besides"), early)
    lapse = _lapse(read, limit)
    lapses = {record["id"]: record.get("outlives", lapse) if lapse else 0.0 for record in aged}
    expiring = [r for r in aged if lapse and r["dead_seconds"] < lapses[r["id"]] + LATE]
    facts: dict[str, Any] = {"holders_paused": paused, "holders_expiring": expiring}
    facts["holders_lost"] = [record for record in aged if record not in expiring]
    facts["ended_besides"] = list(known.others) if facts["holders_lost"] else []
    facts["slots_lost"] = sum(record["slots"] for record in facts["holders_lost"])
    facts["slots_alive"] = known.slots - sum({"slots": 1, **record}["slots"] for record in dead)
    if expiring:
        facts["frees_in_seconds"] = max(_frees_in(lapses[r["id"]], r["dead_seconds"]) for r in expiring)
    return facts, {}


def _early(read: Snapshot, limit: Row, dead: list[Record], aged: list[Record]) -> str | None:
    """Say why a dead holder may be one that only gives its slot back at this moment, or later than known."""
    if dead and told_by_events(limit) and (why := too_fresh(read, limit)):
        return why
    if any(record["dead_seconds"] < ENDING for record in aged):
        return MOVING
    return length_unread(read, limit) if dead else None


def _beside_code(read: Snapshot, limit: Row, known: Held, dead: list[Record]) -> str | None:
    """Say why a dead holder's slot may be another's, of a limit that both deployments and code use."""
    if not is_shared(limit) or not dead:
        return None
    active = {row["id"] for row in read.active}
    in_code = (record for record in dead if record["id"] not in active or "over_seconds" in record)
    if name := next((record["name"] for record in in_code), None):
        return f"{name} took its slot in code, deployments take theirs besides"
    counted = {record["id"] for record in known.records}
    working = [*(at_work(read, limit) or ()), *code_at_work(read, limit)]
    other = next((record["name"] for record in working if record["id"] not in counted), None)
    return other and f"{other} took a slot of it too"


def _frees_in(lapse: float, dead: float) -> float:
    return lapse - dead if dead < lapse else lapse + LATE - dead


def _lapse(read: Snapshot, limit: Row) -> float:
    """Return how long a slot outlives its run at most; 0 where no lease ever frees it."""
    kind = limit_kind(limit)
    none_frees = older(read.version or "", LEASES_SINCE[kind]) or keeps_expired_leases(read.settings)
    return 0.0 if none_frees else frees_within(read, limit)


def _counted(limit: Row, known: Held, dead: list[Record]) -> list[Record]:
    """Leave out dead runs whose slots were freed already: a deployment's run stays Running after that."""
    room = int(limit["active_slots"]) - (known.slots - len(dead))
    return dead[: max(0, room)] if limit_kind(limit) == "deployment" else dead


def _beyond(read: Snapshot, limit: Row, changed: dict[str, Any]) -> Told:
    beyond, why = surely_beyond(read, limit)
    if beyond is None:
        return {}, {"running_beyond": why or "its runs could not be read"}
    working = at_work(read, limit) or []
    told, missing = _uncounted(read, limit, working)
    fits, unread = _set_before_beyond(read, limit, working, changed)
    facts = {
        "running_beyond": beyond,
        "runs_at_work": [record for record in working if record["works"]],
        "runs_in_doubt": [record for record in working if not record["works"]] + code_at_work(read, limit),
    }
    return {**facts, **told, **fits}, {**missing, **unread}


def _set_before_beyond(read: Snapshot, limit: Row, working: list[Record], changed: dict[str, Any]) -> Told:
    """Tell whether an update that may have set the count came between the slots it had and those beyond it.

    An update that changes nothing else is recorded just the same when it changes nothing at all. So it counts
    only if what was held before it fitted the limit, and the next slot was taken within moments after it.
    """
    if why := read.failed.get(f"changes:{limit['id']}"):
        return {}, {"set_before_beyond": why}
    ago = changed.get("slots_set_seconds")
    if ago is None:
        return {"set_before_beyond": False}, {}
    ages = [(record["since_seconds"] or 0.0, record["slots"]) for record in working]
    before = sum(slots for age, slots in ages if age >= ago)
    soon = any(ago - TAKEN_SOON <= age < ago for age, _ in ages)
    return {"set_before_beyond": soon and 0 < before <= limit["limit"] < sum(s for _, s in ages)}, {}


def _uncounted(read: Snapshot, limit: Row, working: list[Record]) -> Told:
    began = counts_since(read, limit)
    since = {"counts_since_seconds": began and round((read.now - began).total_seconds(), 1)}
    if limit_kind(limit) != "deployment":
        return {"runs_before_limit": before_it_counted(read, limit), **since}, {}
    if why := read.trouble(*(f"states:{record['id']}" for record in working)):
        return {}, dict.fromkeys(UNCOUNTED.values(), why)
    found = uncounted(read, limit)
    return {**{fact: found[how] for how, fact in UNCOUNTED.items()}, **since}, {}
