"""Code may hold a limit named `deployment:…`, a person's own or a deployment's: only events tell."""

from __future__ import annotations

import asyncio

import pytest

from bot.lab.rest import Rest
from bot.prefect_live.asking import Row
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.shared_limits import with_users
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .place import Place, named, subject
from .seen import acquired, at, by_id, limit, run, snapshot, told

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


ID = "00000000-0000-4000-8000-00000000000d"
DEPLOYMENT: Row = {
    "id": ID,
    "name": "load",
    "flow_id": "flow",
    "work_pool_name": None,
    "updated": at(86000.0),
    "status": "READY",
    "paused": False,
    "global_concurrency_limit": {"name": f"deployment:{ID}"},
}


@pytest.mark.parametrize(
    ("events", "opens"),
    [
        ([acquired("etl", 1200.0)], True),
        ([acquired("etl", 1200.0, kind="released"), acquired("etl", 1800.0)], False),
        ([], False),
    ],
)
async def test_code_that_holds_a_deployments_own_limit(events: list[Row], opens: bool) -> None:
    row, code = limit(f"deployment:{ID}", 1, 1, moved=1200.0), run("etl", age=1250.0)
    waits = run("load-2", "AwaitingConcurrencySlot", deployment_id=ID, next_scheduled_start_time=at(-20.0))
    read = snapshot(
        limits=with_users((row,), [DEPLOYMENT]),
        active=(code,),
        scheduled=(waits,),
        flow_runs=by_id(code),
        deployments={ID: DEPLOYMENT},
        flows={"flow": "etl"},
        signs=frozenset({"etl"}),
        slot_events={row["id"]: tuple(events)},
        limit_changes={row["id"]: ()},
    )
    turn = await told(read, "runs of etl/load are stuck in AwaitingConcurrencySlot, why?")
    assert ("CL21" in confirmed(turn)) is not opens
    assert ("--active-slots 0" in turn.report["text"]) is not opens
    assert ("code took a slot of it by its name 1200 s ago" in turn.report["text"]) is opens


async def test_the_events_of_both_are_read(rest: Rest) -> None:
    place = Place(rest)
    own = await place.deployment(concurrency_limit=1)
    persons = await place.limit(1, name=named("deployment:prod"))
    limits = [persons, await rest.get(f"/v2/concurrency_limits/deployment:{own['id']}")]
    runs = [await place.flow_run() for _ in limits]
    for row, taker in zip(limits, runs, strict=True):
        await place.take(row["name"])
        await place.slot_event(row, "acquired", taker)
    for _ in range(60):  # a busy server stores events late
        await asyncio.sleep(1.5)
        found = await place.look(*(row["name"] for row in limits))
        first, second = (subject(found, f"limit:{row['name']}") for row in limits)
        if first.facts.get("holders") and "by its name" in second.unavailable.get("slots_unexplained", ""):
            break
    assert [record["id"] for record in first.facts["holders"]] == runs[:1]
    assert "code took a slot of it by its name" in second.unavailable["slots_unexplained"]
