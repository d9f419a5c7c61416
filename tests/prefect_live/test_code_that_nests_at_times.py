"""Code that took a limit inside its own block once need not do so now: at times it may, or it was mended."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.self_waits import AT_TIMES
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import acquired, at, by_id, limit, run, snapshot, told

TEXT = "code hangs at concurrency('crm'), all slots are taken, a deadlock?"
DAY = 86400.0
BUSY = by_id(run("r1", age=130.0), run("r2", age=110.0))
OTHER = run("w", age=60.0)


def stay(flow_run: str, ago: float, length: float | None = None) -> list[Row]:
    """The events of a slot that a run of the flow took, and gave back after so many seconds."""
    taking = acquired(flow_run, ago)
    back = acquired(flow_run, ago - length, "", "released", taking["id"]) if length else None
    flow = {"prefect.resource.id": "prefect.flow.flow"}
    return [{**each, "related": [*each["related"], flow]} for each in (taking, back) if each]


def nested(ago: float) -> list[Row]:
    """A run that took its second slot inside its block of the first one."""
    return [*stay(f"nested-{ago}", ago, 300.0), *stay(f"nested-{ago}", ago - 10, 100.0)]


def newest_first(events: list[Row]) -> tuple[Row, ...]:
    return tuple(sorted(events, key=lambda row: str(row["occurred"]), reverse=True))


def held_now(*past: Iterable[Row], others: tuple[Row, ...] = ()) -> Snapshot:
    """Two runs took the two slots a while ago."""
    events = [each for rows in (*past, stay("r1", 120.0), stay("r2", 100.0)) for each in rows]
    active = (*BUSY.values(), *others)
    return snapshot(
        limits=(limit("crm", 2, 2, 100.0, age=3 * DAY),),
        active=active,
        flow_runs=by_id(*active),
        flows={"flow": "etl"},
        signs=frozenset({"r1", "r2"}),
        slot_events={"limit-crm": newest_first(events)},
    )


ONCE = stay("without", 8000.0, 200.0)


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
async def test_code_that_nested_each_time_waits_for_itself(others: tuple[Row, ...]) -> None:
    turn = await told(held_now(nested(DAY), nested(9000.0), others=others), TEXT)
    assert confirmed(turn) == ["CL69"]
    assert "prefect gcl update crm --limit 4" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
@pytest.mark.parametrize(
    "past",
    [
        (nested(DAY), ONCE, stay("again", 7000.0, 200.0)),
        (ONCE, nested(7000.0)),
        (nested(9000.0), ONCE, nested(7000.0)),
    ],
    ids=["mended", "changed", "at times"],
)
async def test_of_code_that_also_stayed_without_it_is_asked(
    past: tuple[list[Row], ...], others: tuple[Row, ...]
) -> None:
    turn = await told(held_now(*past, others=others), TEXT)
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert turn.case.pending == "takes_inside"
    assert AT_TIMES in turn.report["text"]
    assert "prefect gcl update" not in turn.report["text"]


async def test_a_run_that_was_cancelled_before_its_inner_block_tells_nothing_of_its_code() -> None:
    read = held_now(nested(DAY), ONCE)
    cancelled = run("without", "Cancelled", 7800.0, end_time=at(7800.0))
    assert "CL69" not in confirmed(await told(read, TEXT))
    assert confirmed(await told(dataclasses.replace(read, cancelled=(cancelled,)), TEXT)) == ["CL69"]


def crossed(*without: Row) -> Snapshot:
    """One run holds crm, another one erp; before, runs took erp inside of crm, and crm inside of erp."""
    past = {
        "crm": [*stay("left", 9000.0, 300.0), *stay("right", 7990.0, 100.0)],
        "erp": [*stay("left", 8990.0, 100.0), *stay("right", 8000.0, 300.0)],
    }
    told_so = {"crm": [*past["crm"], *stay("r1", 120.0), *without], "erp": [*past["erp"], *stay("r2", 100.0)]}
    return dataclasses.replace(
        held_now(),
        limits=tuple(limit(name, 1, 1, 100.0, age=3 * DAY) for name in told_so),
        slot_events={f"limit-{name}": newest_first(rows) for name, rows in told_so.items()},
    )


async def test_code_that_takes_another_limit_inside_at_times_need_not_cross() -> None:
    assert confirmed(await told(crossed(), TEXT))[:1] == ["CL95"]
    assert "CL95" not in confirmed(await told(crossed(*stay("without", 7000.0, 200.0)), TEXT))
