"""Code that took a slot while it held one need not wait for itself: it may be parallel, or mended since."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.self_waits import AT_TIMES
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import acquired, answered, by_id, limit, run, snapshot, told

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
# Coroutines of one run, two at a time: some stays lie in others, some begin in one and outlast it.
SIDE_BY_SIDE = [
    each
    for ago, length in ((DAY, 60.0), (DAY - 1, 20.0), (DAY - 21, 80.0), (DAY - 60.1, 30.0))
    for each in stay("gathers", ago, length)
]


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
@pytest.mark.parametrize(
    "past",
    [
        (nested(DAY), nested(9000.0)),
        (SIDE_BY_SIDE,),
        (nested(DAY), ONCE, stay("again", 7000.0, 200.0)),
        (ONCE, nested(7000.0)),
        (nested(9000.0), ONCE, nested(7000.0)),
    ],
    ids=["each time", "side by side", "mended", "changed", "at times"],
)
async def test_of_code_that_took_another_slot_before_it_is_asked_whether_it_nests(
    past: tuple[list[Row], ...], others: tuple[Row, ...]
) -> None:
    turn = await told(held_now(*past, others=others), TEXT)
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert turn.case.pending == "takes_inside"
    assert AT_TIMES in turn.report["text"]
    assert "prefect gcl update" not in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
async def test_who_says_that_it_nests_is_told_that_it_waits_for_itself(others: tuple[Row, ...]) -> None:
    read = held_now(nested(DAY), nested(9000.0), others=others)
    turn = await answered(read, TEXT, "The same limit again")
    assert confirmed(turn) == ["CL69"]
    assert "prefect gcl update crm --limit 4" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]


async def test_who_says_that_it_just_works_is_told_that_the_limit_is_full() -> None:
    turn = await answered(held_now(SIDE_BY_SIDE), TEXT, "No, it just works")
    assert confirmed(turn) == ["CL14"]


HEALTHY = "Is my workspace healthy?"


@pytest.mark.parametrize("past", [SIDE_BY_SIDE, nested(9000.0)], ids=["side by side", "nested"])
async def test_a_check_up_says_that_it_may_wait_for_itself_and_neither_that_it_does_nor_that_all_is_well(
    past: list[Row],
) -> None:
    turn = await told(held_now(past), HEALTHY)
    assert confirmed(turn) == []
    assert turn.reply.mood == "open"
    assert "r1 holds one, and code of its flow took one more" in turn.report["text"]
    assert "prefect gcl update" not in turn.report["text"]


async def test_a_check_up_says_that_holders_may_wait_for_each_other() -> None:
    turn = await told(crossed(), HEALTHY)
    assert turn.reply.mood == "open"
    assert "crm and erp are full, and code took each while it held the other" in turn.report["text"]


def crossed(*more: Row, erp: Row | None = None) -> Snapshot:
    """One run holds crm, another one erp; before, runs took erp inside of crm, and crm inside of erp."""
    past = {
        "crm": [*stay("left", 9000.0, 300.0), *stay("right", 7990.0, 100.0)],
        "erp": [*stay("left", 8990.0, 100.0), *stay("right", 8000.0, 300.0)],
    }
    told_so = {"crm": [*past["crm"], *stay("r1", 120.0)], "erp": [*past["erp"], *stay("r2", 100.0)]}
    return dataclasses.replace(
        held_now(others=more),
        limits=(limit("crm", 1, 1, 100.0, age=3 * DAY), erp or limit("erp", 1, 1, 100.0, age=3 * DAY)),
        slot_events={f"limit-{name}": newest_first(rows) for name, rows in told_so.items()},
    )


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
async def test_code_that_took_each_limit_while_it_held_the_other_is_asked_whether_it_crosses(
    others: tuple[Row, ...],
) -> None:
    turn = await told(crossed(*others), TEXT)
    assert not {"CL95", "CL14"} & set(confirmed(turn))
    assert turn.case.pending == "takes_inside"
    turn = await answered(crossed(*others), TEXT, "Another limit")
    assert confirmed(turn)[:1] == ["CL95"]
    assert "prefect gcl update crm --limit 2" in turn.report["text"]


def unread(read: Snapshot) -> Snapshot:
    """The same, while nobody could read who holds erp."""
    known = {name: rows for name, rows in read.slot_events.items() if name != "limit-erp"}
    return dataclasses.replace(read, slot_events=known, failed={"slot_events:limit-erp": "Prefect said 503"})


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "another waits"])
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda *others: crossed(*others, erp=limit("erp", 2, 2, 100.0, age=3 * DAY)), "1 of its 2 slots"),
        (lambda *others: crossed(*others, erp=limit("erp", 1, 1, 2.0, age=3 * DAY)), "is used 1 of 1"),
        (lambda *others: unread(crossed(*others)), "Prefect said 503"),
        (
            lambda *others: dataclasses.replace(crossed(*others), cut={"limits": "only 2,000 were read"}),
            "only 2,000 were read",
        ),
    ],
    ids=["a slot of nobody known", "it moves", "its events unread", "more limits"],
)
async def test_while_it_is_not_known_who_holds_the_other_limit_it_is_open_whether_they_cross(
    change: Callable[..., Snapshot], why: str, others: tuple[Row, ...]
) -> None:
    first = await told(change(*others), TEXT)
    assert not {"CL95", "CL14"} & set(confirmed(first))
    assert why in first.report["text"]
    if why != "only 2,000 were read":
        turn = await answered(change(*others), TEXT, "Another limit")
        assert "CL95" not in confirmed(turn)
        assert "Nothing is broken" not in turn.report["text"]
