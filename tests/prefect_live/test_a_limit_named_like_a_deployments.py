"""A person may name a global limit `deployment:…`; code holds it, and only its events tell who."""

from __future__ import annotations

from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import acquired, by_id, limit, run, snapshot, told

NAME = "deployment:prod"
STUCK = f"the global limit {NAME} is stuck, it counts 1 slot, my run waits in concurrency()"


def held_by(*takers: str) -> Snapshot:
    """It counts one slot for 20 minutes; these runs took one by its name."""
    row, runs = limit(NAME, 1, 1, moved=1200.0), (run("etl", age=1250.0), run("waits", age=900.0))
    return snapshot(
        limits=(row,),
        active=runs,
        flow_runs=by_id(*runs),
        flows={"flow": "etl"},
        signs=frozenset(one["id"] for one in runs),
        slot_events={row["id"]: tuple(acquired(taker, 1200.0) for taker in takers)},
        limit_changes={row["id"]: ()},
    )


async def test_who_holds_it_in_code_is_named() -> None:
    read = held_by("etl")
    facts = limit_subject(read, read.limits[0]).facts
    assert (facts["limit_kind"], facts["slots_unexplained"]) == ("global", 0)
    assert [record["name"] for record in facts["holders"]] == ["etl"]
    turn = await told(read, STUCK)
    assert not {"CL21", "CL22"} & set(confirmed(turn))
    assert "--active-slots" not in turn.report["text"]


async def test_where_no_event_arrived_its_slot_is_not_said_to_have_leaked() -> None:
    turn = await told(held_by(), STUCK)
    assert not {"CL21", "CL22"} & set(confirmed(turn))
    assert "no event that a client sent is known" in turn.report["text"]
