"""What became of the slots whose lease was lost: the counts, told against who should hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.engine.expressions import version_key

from .asking import Row
from .earlier_tries import of_this_try
from .holders import limit_kind, too_fresh
from .lease_lengths import LENGTHS, round_seconds
from .lease_lines import Loss
from .lease_takers import SAME_MOMENT, Took, taken
from .moments import moment
from .slots_held import UPDATED
from .snapshot import Snapshot
from .stays import ACQUIRED, RELEASED

# freed_before: the lease had run out when its holder came to renew it. freed_later: it still lived then, so
# another server answered. kept_counted: the count still holds it after any lease of its length has run out.
After = Literal["freed_before", "freed_later", "kept_counted"]
SLACK = 15.0  # s that a busy server is late
ON_THE_WAY = 12.0  # s; a process that could not renew could not send its events either
UNSURE = "a slot was given back in an event that does not tell whose it was"
EARLY = "the leases were lost within the last seconds; look again in a moment"
AT_ONCE = 40.0  # s after a slot was taken only the first renewal can fail; the next comes after 45 s
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slots:
    """What became of lost slots.

    limits: whose slots they were. stuck: limits that count them still. kept: how many runs kept theirs.
    lost_at_once: how many were lost within seconds. why: what stands in the way of telling.
    """

    after: After | None = None
    limits: tuple[str, ...] = ()
    stuck: tuple[Record, ...] = ()
    kept: int = 0
    lost_at_once: int = 0
    why: str | None = None


def slots_after(read: Snapshot, losses: Sequence[Loss]) -> Slots:
    """Compare every limit with its holders; `after` is None where they leave it open or differ."""
    found = [_of_limit(read, limit, losses) for limit in read.limits]
    ways = {one.after for one in found if one.after}
    stuck = [record for one in found for record in one.stuck]
    if "kept_counted" in ways:  # what forgot these leases forgot those of tags as well
        stuck += [record for limit in read.limits for record in _stuck_tag(read, limit)]
    return Slots(
        after=ways.pop() if len(ways) == 1 else None,
        limits=tuple(name for one in found for name in one.limits),
        stuck=tuple(stuck),
        kept=sum(one.kept for one in found),
        lost_at_once=sum(one.lost_at_once for one in found),
        why=next((one.why for one in found if one.why), None) or _unseen(read, losses, found),
    )


def _unseen(read: Snapshot, losses: Sequence[Loss], found: Sequence[Slots]) -> str | None:
    """Say why nobody is seen to have taken these slots: not read, or the events are still on their way."""
    if any(one.limits for one in found):
        return None
    sources = (name for name in read.failed if name == "limits" or name.startswith("slot_events:"))
    if refused := next(sources, None):
        return read.failed[refused]
    age = min((read.now - loss.noticed).total_seconds() for loss in losses)
    return EARLY if age < ON_THE_WAY else None


def _of_limit(read: Snapshot, limit: Row, losses: Sequence[Loss]) -> Slots:
    took = taken(read, limit, losses)
    lost = [one for one in took if one.loss]
    others = [one for one in took if not one.loss]
    early = sum(1 for one in lost if one.loss and (one.loss.noticed - one.at).total_seconds() < AT_ONCE)
    known = Slots(
        limits=(limit["name"],) if lost and limit_kind(limit) == "global" else (), lost_at_once=early
    )
    if limit_kind(limit) == "deployment" and not all(one.works for one in lost):
        return known  # its slot comes free when its run ends, with or without its lease
    why = too_fresh(read, limit) or (None if all(one.sure for one in took) else UNSURE)
    if lost and why:
        return replace(known, why=why)
    if not took or why or not all(one.works for one in others):
        return known
    held, missed = sum(one.slots for one in others), sum(one.slots for one in lost)
    if limit["active_slots"] == held:
        return replace(known, after=_freed(read, limit, lost), kept=_older(others, losses))
    if limit["active_slots"] < held + missed:
        return known
    forgotten = bool(lost) and all(_run_out(read, one) for one in lost)
    stays = forgotten and limit_kind(limit) == "global"
    return replace(
        known,
        after="kept_counted" if forgotten else None,
        stuck=(_stuck(limit, lost, held),) if stays else (),
        kept=_older(others, losses),
    )


def _older(others: Iterable[Took], losses: Sequence[Loss]) -> int:
    """Count those that took their slot before the loss and have it still."""
    first = min(loss.noticed for loss in losses)
    return sum(one.at < first for one in others)


def _run_out(read: Snapshot, one: Took) -> bool:
    """Tell whether a lease would have run out and been taken back by now, if the server still knew it."""
    if one.loss is None:
        return False
    held = (one.loss.noticed - one.at).total_seconds()
    # Lost at the first renewal, it lives on for its whole length; else for the last quarter of it.
    default = LENGTHS["global"]
    lives_on = default if held < AT_ONCE else min(held / 3, default / 4)
    margin = lives_on + round_seconds(read) + SLACK
    return (read.now - one.loss.noticed).total_seconds() > margin


def _freed(read: Snapshot, limit: Row, lost: Sequence[Took]) -> After | None:
    changed, losses = moment(limit["updated"]), [one.loss for one in lost if one.loss]
    if changed is None or not losses or _by_hand(read, limit, min(one.at for one in lost)):
        return None
    if all(changed < loss.written - SAME_MOMENT for loss in losses):
        return "freed_before"
    last = max(loss.written for loss in losses)
    later = changed > last + SAME_MOMENT
    moved = any(
        row["event"] in {ACQUIRED, RELEASED} and datetime.fromisoformat(row["occurred"]) > last - SAME_MOMENT
        for row in read.slot_events.get(limit["id"], ())
    )
    return "freed_later" if later and not moved and _records_changes(read) else None


def _records_changes(read: Snapshot) -> bool:
    """Tell whether a count that was set by hand would show in the limit's events."""
    return read.version is not None and version_key(read.version) >= version_key("3.7.4")


def _by_hand(read: Snapshot, limit: Row, since: datetime) -> bool:
    """Tell whether somebody changed the limit meanwhile, so that its count says nothing about leases."""
    return any(
        row["event"] == UPDATED and datetime.fromisoformat(row["occurred"]) > since
        for row in read.slot_events.get(limit["id"], ())
    )


def _stuck(limit: Row, lost: Sequence[Took], held: int) -> Record:
    return {
        "limit_name": limit["name"],
        "name": limit["name"],
        "slots_used": limit["active_slots"],
        "should_be": held,
        "still_works": sum(one.works for one in lost),
    }


def _stuck_tag(read: Snapshot, limit: Row) -> list[Record]:
    view = read.tag_views.get(limit["name"])
    if view is None or len(view) >= limit["active_slots"] or too_fresh(read, limit):
        return []
    tag = limit["name"].removeprefix("tag:")
    running = (task for task in read.running_tasks if tag in task["tags"] and task["id"] not in view)
    works = of_this_try(read, running)
    told = {"slots_used": limit["active_slots"], "should_be": len(view), "still_works": len(works)}
    return [{"limit_name": limit["name"], "name": tag, **told}]
