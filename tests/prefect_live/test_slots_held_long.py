"""After five minutes the event of a slot given back names no taking; who holds the limit is told right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.lease_lines import Loss
from bot.prefect_live.lease_slots import UNSURE, slots_after
from bot.prefect_live.slots_held import event_holders, taken_while_active, untold_holders
from bot.prefect_live.snapshot import Snapshot
from bot.prefect_live.stays import ACQUIRED, RELEASED, Stay, stays_in
from bot.turn import Turn
from tests.diagnosis.changed import Rows, ago, asked, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.lab.stage import confirmed

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOURS = "Code hangs at concurrency('payments-api') for 20 minutes: 1 of 1 slots is taken"
TOO_MANY = "More than one run at once inside the limit payments-api, why does it not hold them?"


def at(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


def event(
    kind: str,
    minutes: float,
    name: str = "",
    *,
    run: str = "r",
    task: str = "",
    follows: str = "",
    slots: int = 1,
) -> Row:
    """One event, so many minutes ago; `name` is its id."""
    ids = [f"prefect.{what}.{own}" for what, own in (("flow-run", run), ("task-run", task)) if own]
    return {
        "id": name or f"{kind}-{minutes}",
        "event": kind,
        "occurred": at(minutes),
        "follows": follows or None,
        "resource": {"slots-acquired": str(slots)},
        "related": [{"prefect.resource.id": each} for each in ids],
    }


def open_ones(*events: Row) -> list[str]:
    return [stay.event for stay in event_holders(stays_in(newest_first(events)))]


def newest_first(events: Any) -> list[Row]:
    return sorted(events, key=lambda row: str(row["occurred"]), reverse=True)


def by_event(*events: Row) -> dict[str, Stay]:
    return {stay.event: stay for stay in stays_in(newest_first(events))}


def test_a_slot_held_for_six_minutes_is_given_back() -> None:
    assert open_ones(event(ACQUIRED, 10, "a"), event(RELEASED, 4)) == []


def test_an_event_without_a_name_ends_no_stay_of_less_than_five_minutes() -> None:
    assert open_ones(event(ACQUIRED, 10, "a"), event(RELEASED, 5.1)) == ["a"]


@pytest.mark.parametrize("other", [{"run": "s"}, {"task": "t"}, {"slots": 2}, {"run": ""}])
def test_it_ends_no_stay_of_other_code(other: dict[str, Any]) -> None:
    assert open_ones(event(ACQUIRED, 10, "a"), event(RELEASED, 4, **other)) == ["a"]


def test_of_two_blocks_inside_one_another_the_inner_ends_first_and_neither_proves_nesting() -> None:
    known = by_event(
        event(ACQUIRED, 30, "outer"), event(ACQUIRED, 20, "inner"), event(RELEASED, 10), event(RELEASED, 9)
    )
    assert known["inner"].ended == NOW - timedelta(minutes=10)
    assert known["outer"].ended == NOW - timedelta(minutes=9)
    assert not known["outer"].holds(known["inner"])


def test_a_long_block_around_a_short_one_proves_nesting() -> None:
    inner = (event(ACQUIRED, 20, "inner"), event(RELEASED, 19, follows="inner"))
    known = by_event(event(ACQUIRED, 30, "outer"), *inner, event(RELEASED, 10))
    assert known["outer"].holds(known["inner"])


def test_blocks_one_after_the_other_are_no_nesting() -> None:
    short = (event(ACQUIRED, 9, "short"), event(RELEASED, 8, follows="short"))
    known = by_event(event(ACQUIRED, 20, "long"), event(RELEASED, 10), *short)
    assert not known["long"].holds(known["short"])


def test_a_long_stay_that_may_have_ended_in_another_context_proves_nothing() -> None:
    short = (event(ACQUIRED, 9, "short"), event(RELEASED, 8, follows="short"))
    known = by_event(event(ACQUIRED, 20, "long"), *short, event(RELEASED, 7, task="t"))
    assert known["long"].ended is None
    assert not known["long"].holds(known["short"])


def test_nobody_can_tell_which_code_outside_of_runs_gave_it_back() -> None:
    taken = (event(ACQUIRED, 30, "one", run=""), event(ACQUIRED, 20, "other", run=""))
    assert untold_holders(stays_in(taken)) is None
    assert "outside of flow runs" in str(untold_holders(stays_in([*taken, event(RELEASED, 10, run="")])))
    assert untold_holders(stays_in([event(ACQUIRED, 30, "one"), event(RELEASED, 10)])) is None


def test_what_was_taken_while_the_limit_was_off_is_what_its_own_event_ends() -> None:
    updated = "prefect.concurrency-limit.updated"
    rows = [
        {**event(updated, 60), "payload": {"active": False}},
        event(ACQUIRED, 50, "off"),
        event(RELEASED, 40),
        {**event(updated, 30), "payload": {"active": True}},
        event(ACQUIRED, 20, "on"),
    ]
    told = newest_first(rows)
    assert [stay.event for stay in taken_while_active(told, stays_in(told), active=True)] == ["on"]


def test_of_two_blocks_of_a_run_nobody_can_tell_which_lost_its_lease() -> None:
    made = {"id": "own", "name": "mutex", "limit": 2, "active_slots": 1, "slot_decay_per_second": 0.0}
    limit = {**made, "created": at(90), "updated": at(10), "active": True}
    loss = Loss("r", None, NOW, NOW, ends_run=False, answer="gone", lease="", on_flow_loop=False)

    def why(*events: Row) -> str | None:
        read = Snapshot(now=NOW, limits=(limit,), slot_events={"own": tuple(newest_first(events))})
        return slots_after(read, [loss]).why

    both = (event(ACQUIRED, 30, "one"), event(ACQUIRED, 20, "other"))
    assert why(*both) is None
    assert why(*both, event(RELEASED, 10)) == UNSURE


def moved(
    recording: Recording, runs: list[str], *events: tuple[str, str, float, str], last: float
) -> Recording:
    """The recording, its runs begun 40 minutes ago, with events: kind, run, minutes ago, follows."""
    first = recording.now - timedelta(minutes=40)

    def active(rows: Rows) -> Rows:
        since = first.isoformat()
        kept = [row for row in rows if row["name"] in runs]
        return [{**r, "start_time": since, "state": {**r["state"], "timestamp": since}} for r in kept]

    ids = {row["name"]: row["id"] for row in answer(recording, "active")["rows"]["items"]}

    def told(rows: Rows) -> Rows:
        return [
            {
                **rows[0],
                "id": f"{kind}-{minutes}",
                "event": kind,
                "occurred": ago(recording, minutes=minutes),
                "follows": follows or None,
                "related": [
                    {"prefect.resource.id": f"prefect.flow-run.{ids[run]}"},
                    *rows[0]["related"][1:],
                ],
            }
            for kind, run, minutes, follows in events
        ]

    made = {"created": ago(recording, days=2), "updated": ago(recording, minutes=last)}
    changed = with_rows(recording, "limits", lambda rows: [{**row, **made} for row in rows])
    changed = with_rows(with_rows(changed, "active", active), "slot_events", told)
    (limit,) = answer(changed, "limits")["rows"]["items"]
    page = {**answer(changed, "active"), "cut": False}
    signs = {**page, "rows": {**page["rows"], "items": [{"id": ids[run]} for run in runs]}}
    none = {**page, "rows": {**page["rows"], "items": []}}
    more = {
        "signs": signs,
        f"signs_since:{limit['id']}": signs,
        f"changes:{limit['id']}": none,
        "last_heartbeats": {},
    }
    sources = {name: Source(paths=("/x",), answers=(told_so,)) for name, told_so in more.items()}
    return changed.model_copy(update={"sources": {**changed.sources, **sources}})


def answer(recording: Recording, source: str) -> Any:
    return recording.sources[source].answers[0]


async def test_a_run_with_one_block_after_the_other_does_not_wait_for_itself() -> None:
    blocks = (
        (ACQUIRED, "first", 3, ""),
        (RELEASED, "first", 4, f"{ACQUIRED}-6"),
        (ACQUIRED, "first", 6, ""),
        (RELEASED, "first", 10, ""),
        (ACQUIRED, "first", 18, ""),
    )
    turn = await asked(moved(recording_of("global-full"), ["first"], *blocks, last=3), "check up")
    assert "CL69" not in confirmed(turn)


async def test_who_gave_a_slot_back_after_ten_minutes_is_not_to_be_cancelled() -> None:
    blocks = ((ACQUIRED, "second", 8, ""), (RELEASED, "first", 9, ""), (ACQUIRED, "first", 19, ""))
    recording = moved(recording_of("global-full"), ["first", "second"], *blocks, last=8)
    turn = await asked(recording, TOO_MANY)
    assert "CL104" not in confirmed(turn)
    assert "flow-run cancel" not in turn.report["text"]


async def test_a_slot_that_leaked_is_told_while_who_held_it_still_runs() -> None:
    blocks = ((RELEASED, "first", 20, ""), (ACQUIRED, "first", 30, ""))
    turn = await asked(moved(recording_of("global-full"), ["first"], *blocks, last=25), HOURS)
    assert confirmed(turn)[:1] == ["CL22"]


NESTED_BEFORE = ((ACQUIRED, "first", 30, ""), (ACQUIRED, "first", 29, ""))
BACK = ((RELEASED, "first", 28, f"{ACQUIRED}-29"), (RELEASED, "first", 27, f"{ACQUIRED}-30"))


async def nested(*blocks: tuple[str, str, float, str]) -> Turn:
    """Ask about a limit of 2 whose flow took its second slot inside of the first once before."""
    events = sorted((*NESTED_BEFORE, *BACK, *blocks), key=lambda event: event[2])
    runs = sorted({run for _, run, _, _ in blocks})
    recording = moved(recording_of("global-full"), runs, *events, last=3)
    two = with_rows(recording, "limits", lambda rows: [{**r, "limit": 2, "active_slots": 2} for r in rows])
    return await asked(two, "Runs wait at concurrency('payments-api') and never start, is it a deadlock?")


async def test_runs_that_may_stand_before_their_inner_slot_are_not_called_in_order() -> None:
    turn = await nested((ACQUIRED, "first", 22, ""), (ACQUIRED, "second", 21, ""))
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert turn.case.pending == "takes_inside"


async def test_of_a_run_that_has_its_inner_slot_too_it_is_asked_whether_it_wants_a_third() -> None:
    turn = await nested((ACQUIRED, "first", 22, ""), (ACQUIRED, "first", 3, ""))
    assert "CL69" not in confirmed(turn)
    assert turn.case.pending == "takes_inside"
