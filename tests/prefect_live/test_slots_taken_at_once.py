"""Code that takes several slots at once waits while some are free, but fewer than it takes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import acquired, at, by_id, limit, run, snapshot, told

FLOW = {"id": "flow", "name": "bulk-load"}
NAMED = "my flow bulk-load hangs at concurrency('bulk', occupy=2), why?"
UNNAMED = "code hangs at concurrency('bulk', occupy=2), why?"
LIMIT = "my code hangs at the global limit bulk, why?"
KINDS = ("fault", "normal")


def taken(name: str, ago: float, slots: int, flow: str = "flow", **more: Any) -> Row:
    row = acquired(name, ago, **more)
    own = {"prefect.resource.id": f"prefect.flow.{flow}"}
    resource = {**row["resource"], "slots-acquired": str(slots)}
    return {**row, "resource": resource, "related": [*row["related"], own]}


def bulk(*events: Row, used: int = 2, most: int = 3, **more: Any) -> Snapshot:
    """A limit whose run `holds` took slots; `waits`, of the same flow, may wait for some."""
    runs = run("holds", age=200.0), run("waits", age=100.0)
    return snapshot(
        **{
            "limits": (limit("bulk", most, used, 200.0),),
            "active": runs,
            "flow_runs": by_id(*runs),
            "slot_events": {"limit-bulk": events or (taken("holds", 200.0, used),)},
            "signs": frozenset({"holds", "waits"}),
            "named_flows": (FLOW,),
            **more,
        }
    )


def before(slots: int, flow: str = "flow") -> tuple[Row, Row]:
    took = taken("old", 900.0, slots, flow)
    return taken("old", 890.0, slots, flow, kind="released", follows=took["id"]), took


async def test_the_flow_asked_about_finds_too_few_free() -> None:
    turn = await told(bulk(), NAMED)
    assert confirmed(turn, kinds=KINDS) == ["CL14"]
    text = turn.report["text"]
    assert "bulk uses 2 of 3 slots: 1 slot is free; its code takes 2 at once" in text
    assert "prefect gcl update bulk --limit 4" in text


async def test_the_limit_is_raised_by_as_many_as_are_missing() -> None:
    turn = await told(bulk(used=4, most=5), NAMED)
    assert "prefect gcl update bulk --limit 8" in turn.report["text"]


async def test_a_full_limit_is_said_to_be_full_as_before() -> None:
    text = (await told(bulk(used=2, most=2), NAMED)).report["text"]
    assert "the global limit bulk has 2 slots, and running code holds them all" in text


@pytest.mark.parametrize("text", [UNNAMED, LIMIT])
async def test_while_nobody_knows_who_waits_it_is_open(text: str) -> None:
    turn = await told(bulk(named_flows=()), text)
    assert confirmed(turn, kinds=KINDS) == []
    assert turn.reply.mood == "open"
    assert "1 slot is free; its code takes 2 at once" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_what_the_person_writes_counts_where_no_event_tells() -> None:
    turn = await told(bulk(*(taken(name, 200.0, 1) for name in ("holds", "waits")), named_flows=()), UNNAMED)
    assert turn.reply.mood == "open"
    assert "1 slot is free; its code takes 2 at once" in turn.report["text"]


async def test_a_flow_that_takes_one_at_a_time_finds_a_free_slot() -> None:
    events = (taken("holds", 200.0, 2, "other"), *before(1))
    runs = run("holds", age=200.0, flow_id="other"), run("waits", age=100.0)
    read = bulk(*events, active=runs, flow_runs=by_id(*runs))
    turn = await told(read, "my flow bulk-load hangs at concurrency('bulk'), why?")
    assert confirmed(turn, kinds=KINDS) == []
    assert "at once" not in turn.report["text"]


async def test_a_flow_that_takes_one_at_times_may_find_a_free_slot() -> None:
    turn = await told(bulk(taken("holds", 200.0, 2), *before(1)), NAMED)
    assert confirmed(turn, kinds=KINDS) == []
    assert turn.reply.mood == "open"


async def test_where_as_many_are_free_all_is_well() -> None:
    turn = await told(bulk(most=4), NAMED)
    assert turn.reply.mood == "healthy"
    idle = bulk(*before(2), used=0, active=(), flow_runs={})
    assert (await told(idle, NAMED)).reply.mood == "healthy"


async def test_a_holder_that_nobody_else_keeps_waiting_may_wait_for_itself() -> None:
    alone = (run("holds", age=200.0),)
    turn = await told(bulk(active=alone, flow_runs=by_id(*alone)), NAMED)
    assert "CL14" not in confirmed(turn, kinds=KINDS)
    assert turn.reply.mood == "open"


async def test_a_silent_holder_is_named_and_nothing_is_called_in_order() -> None:
    old = run("holds", age=4000.0)
    read = bulk(taken("holds", 4000.0, 2), active=(old, run("waits", age=100.0)))
    read = dataclasses.replace(read, flow_runs=by_id(*read.active), signs=frozenset({"waits"}))
    text = (await told(read, NAMED)).report["text"]
    assert text.startswith("The global limit bulk has 1 slot free, and its code takes 2 at once. It cannot")


async def test_a_dead_holder_is_still_the_cause() -> None:
    ended = run("holds", "Crashed", 3000.0, end_time=at(3000.0))
    waits = run("waits", age=100.0)
    read = bulk(taken("holds", 4000.0, 2), active=(waits,), flow_runs=by_id(ended, waits))
    read = dataclasses.replace(read, limits=(limit("bulk", 3, 2, 4000.0),))
    assert confirmed(await told(read, NAMED))[:1] == ["CL24"]


async def test_a_check_up_finds_no_fault_in_free_slots() -> None:
    assert (await told(bulk(named_flows=()), "is my workspace healthy?")).reply.mood == "healthy"
