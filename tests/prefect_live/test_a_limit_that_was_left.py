"""A run holds its slot of the limit that its deployment named then; another one is not to be set for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.lab.rest import Rest
from bot.prefect_live.asking import Row
from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.shared_limits import with_users
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .place import Place, subject
from .seen import acquired, at, by_id, limit, run, snapshot, told

ID = "00000000-0000-4000-8000-00000000000d"
OWN = f"deployment:{ID}"
LEASE = {"deployment_concurrency_lease_id": "lease"}
STARTED = 1200.0
CHANGED, BEFORE = 600.0, 1500.0  # when its deployment was changed: since the run began, or before it
STUCK = "the limit crm is stuck, it counts 1 slot though nothing uses it"
BEYOND = "the limit of etl/load does not limit: more runs of it run than it counts"


def deployment(names: str | None, changed: float) -> Row:
    return {
        "id": ID,
        "name": "load",
        "flow_id": "flow",
        "work_pool_name": None,
        "status": "READY",
        "paused": False,
        "schedules": [],
        "concurrency_options": None,
        "updated": at(changed),
        "global_concurrency_limit": {"name": names} if names else None,
    }


def one_run(deployments: list[Row], *limits: Row, age: float = STARTED, events: Any = None) -> Snapshot:
    """Its run lives and has a lease; code takes slots of another limit, so events of clients arrive."""
    own = run("load-1", age=age, deployment_id=ID, details=LEASE)
    seen, other = (own, run("other", age=100.0)), limit("api", 5, 1, moved=60.0)
    known: dict[str, Any] = {
        "active": seen,
        "flow_runs": by_id(*seen),
        "deployments": by_id(*deployments),
        "flows": {"flow": "etl"},
        "signs": frozenset({own["id"]}),
        "slot_events": events
        or {"limit-api": (acquired("other", 60.0),), **{row["id"]: () for row in limits}},
        "limit_changes": {row["id"]: () for row in limits},
        "signs_since": {row["id"]: frozenset({own["id"]}) for row in limits},
        "run_states": {own["id"]: ({**own["state"], "type": "PENDING", "name": "Pending"},)},
    }
    return snapshot(limits=with_users((*limits, other), deployments), **known)


def unavailable(read: Snapshot, name: str, fact: str) -> str:
    [row] = [row for row in read.limits if row["name"] == name]
    return limit_subject(read, row).unavailable.get(fact, "")


@pytest.mark.parametrize(("changed", "opens"), [(CHANGED, True), (BEFORE, False)])
async def test_the_limit_that_a_deployment_left_may_be_held_by_its_run(changed: float, opens: bool) -> None:
    moved = one_run([deployment("erp", changed)], limit("crm", 1, 1, STARTED), limit("erp", 2, 1, STARTED))
    assert ("may have left" in unavailable(moved, "crm", "slots_leaked")) is opens
    turn = await told(moved, STUCK)
    assert ("CL22" in confirmed(turn)) is not opens
    assert ("crm --active-slots 0" in turn.report["text"]) is not opens


def test_a_poll_that_sets_updated_anew_is_no_change_of_the_deployment() -> None:
    """Servers of 3.4.25 set it at each poll of a worker."""
    read = one_run([deployment("erp", CHANGED)], limit("erp", 1, 0, 86000.0))
    assert unavailable(replace(read, version="3.8.8"), "erp", "running_beyond")
    assert not unavailable(replace(read, version="3.4.25"), "erp", "running_beyond")


async def test_the_limit_that_it_names_now_is_not_said_to_have_lost_count() -> None:
    moved = one_run([deployment("erp", CHANGED)], limit("crm", 1, 1, STARTED), limit("erp", 1, 0, 86000.0))
    assert "look again when it has ended" in unavailable(moved, "erp", "running_beyond")
    turn = await told(moved, BEYOND)
    assert confirmed(turn) == []
    assert "--active-slots" not in turn.report["text"]
    assert "CL18" in confirmed(await told(one_run([deployment("erp", BEFORE)], *moved.limits[1:2]), BEYOND))


async def test_a_shared_limit_in_place_of_its_own_is_not_said_to_have_lost_count() -> None:
    moved = one_run([deployment("crm", CHANGED)], limit(OWN, 1, 1, STARTED), limit("crm", 2, 0, 86000.0))
    for asked in (BEYOND, "is anything wrong?"):
        turn = await told(moved, asked)
        assert confirmed(turn) == []
        assert "--active-slots" not in turn.report["text"]


@pytest.mark.parametrize(("made", "cause"), [(600.0, []), (86400.0, ["CL18"])])
async def test_a_lease_older_than_the_limit_proves_nothing(made: float, cause: list[str]) -> None:
    """Made anew, the limit has a slot for nobody; the old one is gone, and its lease with it."""
    again = one_run([deployment(OWN, BEFORE)], limit(OWN, 1, 0, moved=600.0, age=made))
    assert confirmed(await told(again, BEYOND)) == cause


async def test_slots_beyond_such_a_run_have_not_surely_leaked() -> None:
    for changed, leaked in ((CHANGED, None), (BEFORE, 1)):
        read = one_run([deployment(OWN, changed)], limit(OWN, 2, 2, STARTED))
        assert limit_subject(read, read.limits[0]).facts.get("slots_leaked") == leaked


@pytest.mark.parametrize(("began", "opens"), [(STARTED, True), (900.0, False)])
def test_who_began_after_the_count_moved_holds_no_slot_of_it(began: float, opens: bool) -> None:
    read = one_run(
        [deployment("erp", CHANGED)], limit("crm", 1, 1, 1000.0), limit("erp", 1, 1, 900.0), age=began
    )
    assert ("may have left" in unavailable(read, "crm", "slots_leaked")) is opens


@pytest.mark.parametrize("names", [[], [deployment(None, BEFORE)]])
async def test_a_run_whose_deployment_is_gone_or_names_none(names: list[Row]) -> None:
    assert "CL22" not in confirmed(await told(one_run(names, limit("crm", 1, 1, STARTED)), STUCK))


async def test_a_dead_holders_slot_may_be_that_of_a_run_that_moved() -> None:
    dead, crm = run("dead", "Crashed", 5000.0, end_time=at(5000.0)), limit("crm", 1, 1, STARTED)
    events = {crm["id"]: (acquired("dead", 6000.0),), "limit-api": (acquired("other", 60.0),)}
    for changed, lost in ((CHANGED, None), (BEFORE, ["dead"])):
        read = one_run([deployment("erp", changed)], crm, limit("erp", 1, 1, STARTED), events=events)
        read = replace(read, flow_runs={**read.flow_runs, **by_id(dead)})
        found = limit_subject(read, crm).facts.get("holders_lost")
        assert (found and [record["id"] for record in found]) == lost


async def test_a_run_of_a_deployment_that_moved(rest: Rest) -> None:
    place = Place(rest)
    left, now = await place.limit(1), await place.limit(1)
    made = await place.deployment(await place.pool(), global_concurrency_limit_id=left["id"])
    holder = await place.run(made["id"])
    assert [await place.move(holder, state) for state in ("PENDING", "RUNNING")] == ["Pending", "Running"]
    await rest.patch(f"/deployments/{made['id']}", {"global_concurrency_limit_id": now["id"]})
    found = await place.look(left["name"], now["name"])
    told = [subject(found, f"limit:{row['name']}") for row in (left, now)]
    assert [(one.facts["slots_used"], one.facts.get("slots_leaked")) for one in told] == [(1, None), (0, 0)]
    assert "look again when it has ended" in told[0].unavailable["slots_unexplained"]
    assert "look again when it has ended" in told[1].unavailable["running_beyond"]
