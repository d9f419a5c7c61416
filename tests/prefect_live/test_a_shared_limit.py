"""A global limit that deployments name is held by their runs, and by code that takes it by its name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.engine.findings import Hints
from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.shared_limits import limit_of, users_of, with_users
from bot.replies.markup import text_of
from tests.diagnosis.changed import Rows, ago, asked, with_rows
from tests.diagnosis.recording import Recording, Source, recording_of
from tests.diagnosis.replay import RecordedLive, replay
from tests.lab.stage import confirmed

from .place import Place, closed, subject
from .seen import NOW, acquired, at, by_id, limit, run, snapshot, told

NAME = "crm-shared"
A = "00000000-0000-4000-8000-00000000000a"
OWN = f"deployment:{A}"
NOTHING = {"$": "bot.prefect_live.asking:Page", "rows": {"$": "tuple", "items": []}, "cut": False, "why": ""}
LEAK = "crm-shared counts 1 slot though nothing uses it"
STUCK = "runs of sync-crm/prod are stuck in AwaitingConcurrencySlot, why?"


def shared(failed: str = "", own: str = "deployment-full") -> Recording:
    """The full deployment, had its limit a name of its own; `failed`: why its row was not read."""
    recording = recording_of(own)
    [was] = [row for row in _limits(recording) if row["name"].startswith("deployment:")]

    def renamed(rows: Rows) -> Rows:
        return [{**row, "name": NAME} if row["id"] == was["id"] else row for row in rows]

    recording = with_rows(recording, "limits", renamed)
    sources = dict(recording.sources)
    [answer] = sources["deployments"].answers[-1:]
    rows = {key: {**row, "global_concurrency_limit": {**was, "name": NAME}} for key, row in answer.items()}
    told: dict[str, Any] = {"failed": failed} if failed else {"answers": (rows,)}
    sources["deployments"] = sources["deployments"].model_copy(update=told)
    for source in (f"slot_events:{was['id']}", f"changes:{was['id']}", "last_words"):
        sources[source] = Source(paths=("/events/filter",), answers=(NOTHING,))
    return recording.model_copy(update={"sources": sources})


def _limits(recording: Recording) -> Rows:
    rows: Rows = recording.sources["limits"].answers[0]["rows"]["items"]
    return rows


def _active(recording: Recording) -> Rows:
    rows: Rows = recording.sources["active"].answers[0]["rows"]["items"]
    return rows


async def test_its_runs_wait_for_the_limit_by_its_own_name() -> None:
    turn = await asked(shared(), STUCK)
    assert confirmed(turn) == ["CL12"]
    assert f"Its limit {NAME} is used 1 of 1" in turn.report["text"]
    assert f"prefect gcl update {NAME} --limit 2" in turn.report["text"]
    assert "deployment:" not in turn.report["text"]


@pytest.mark.parametrize("by", ["the same flow", "another flow"])
async def test_a_run_whose_code_takes_the_limit_too_may_wait_for_itself(by: str) -> None:
    recording = shared()
    [holder] = [row for row in _active(recording) if row["state_type"] == "RUNNING"]
    flow = holder["flow_id"] if by == "the same flow" else "other"

    def taken(_: Rows) -> Rows:
        took = acquired("before", 0)
        gave = acquired("before", 0, kind="released", follows=took["id"])
        times = {took["id"]: ago(recording, hours=2), gave["id"]: ago(recording, hours=1)}
        own = {"prefect.resource.id": f"prefect.flow.{flow}"}
        rows = [{**each, "related": [*each["related"], own]} for each in (gave, took)]
        return [{**row, "occurred": times[row["id"]], "received": times[row["id"]]} for row in rows]

    turn = await asked(with_rows(recording, "slot_events", taken), STUCK)
    assert confirmed(turn) == ["CL12"]
    headline = text_of(turn.reply.headline)
    assert (f"{holder['name']} holds one by its deployment" in headline) is (by == "the same flow")
    assert ("Nothing is broken" in headline) is (by == "another flow")


async def test_a_full_one_with_decay_is_said_to_be_full() -> None:
    def with_decay(rows: Rows) -> Rows:
        return [{**row, "slot_decay_per_second": 0.01} for row in rows]

    turn = await asked(with_rows(shared(), "limits", with_decay), STUCK)
    assert "Runs wait for a slot of a limit that is full." in turn.report["text"]
    assert f"{NAME} uses 1 of 1 slot" in turn.report["text"]


async def test_its_run_in_cancelling_is_seen_to_end_by_the_limits_own_name() -> None:
    turn = await asked(shared(own="deployment-stuck-cancelling"), "a run is stuck in Cancelling, why?")
    assert confirmed(turn)[:1] == ["CL114"]
    assert f"shows one slot of {NAME} less" in turn.report["text"]


async def test_a_slot_of_its_run_has_not_leaked() -> None:
    turn = await asked(shared(), LEAK)
    assert not {"CL21", "CL22"} & set(confirmed(turn))
    assert "--active-slots" not in turn.report["text"]
    assert "sync-crm-holder" in turn.report["text"]


async def test_without_its_deployments_nothing_is_said_to_have_leaked() -> None:
    why = "Prefect answered 500 on /deployments/filter"
    turn = await asked(shared(why), LEAK)
    assert not {"CL21", "CL22"} & set(confirmed(turn))
    assert why in turn.report["text"]
    found = await RecordedLive(shared(why)).look(PrefectLive.probes, Hints(()))
    assert subject(found, f"limit:{NAME}").unavailable["slots_unexplained"] == why


async def test_a_limit_that_moved_without_an_event_may_be_a_deployments() -> None:
    """Between the runs of its deployments it is empty, and no row names it then."""
    recording = recording_of("limit-never-entered")
    assert confirmed(await replay(recording)) == ["CL16"]
    moved = {"created": ago(recording, hours=2), "updated": ago(recording, hours=1)}
    turn = await replay(with_rows(recording, "limits", lambda rows: [{**row, **moved} for row in rows]))
    assert "CL16" not in confirmed(turn)
    assert "a deployment may use it" in turn.report["text"]


def deployment(own: str, limit: str | None) -> dict[str, Any]:
    return {"id": own, "global_concurrency_limit": {"name": limit} if limit else None}


@pytest.mark.parametrize(
    ("deployments", "users"),
    [
        ([], {OWN: (A,), "crm": ()}),
        ([deployment(A, OWN)], {OWN: (A,), "crm": ()}),
        ([deployment(A, "crm"), deployment("b", "crm")], {OWN: (), "crm": (A, "b")}),
        ([deployment("b", OWN)], {OWN: (A, "b"), "crm": ()}),
    ],
)
def test_who_uses_a_limit(deployments: list[dict[str, Any]], users: dict[str, tuple[str, ...]]) -> None:
    limits = with_users([{"id": name, "name": name} for name in users], deployments)
    assert {row["name"]: users_of(row) for row in limits} == users
    for row in deployments:
        assert (limit_of(limits, row["id"]) or {}).get("name") == row["global_concurrency_limit"]["name"]


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def test_two_deployments_share_a_limit(place: Place) -> None:
    limit = await place.limit(1)
    pool = await place.pool()
    one, other = await place.deployment(pool), await place.deployment(pool)
    for each in (one, other):
        body = {"global_concurrency_limit_id": limit["id"]}
        await place.rest.patch(f"/deployments/{each['id']}", body)
    holder, waits = await place.run(one["id"]), await place.run(other["id"])
    assert [await place.move(holder, state) for state in ("PENDING", "RUNNING")] == ["Pending", "Running"]
    assert await place.move(waits, "PENDING") == "AwaitingConcurrencySlot"

    found = await place.look(limit["name"], run=waits)
    known = subject(found, f"limit:{limit['name']}").facts
    assert (known["limit_kind"], known["slots_used"], known["holders_known"]) == ("deployment", 1, 1)
    assert [record["id"] for record in known["holders"]] == [holder]
    assert [record["id"] for record in known["waiting"]] == [waits]
    assert known["deployment_name"] == other["full_name"]
    assert {record["name"] for record in known["shared_by"]} == {one["full_name"], other["full_name"]}
    assert closed(found)[-1] == "deployment limit"
    gate = next(gate for gate in found.gates if gate.name == "deployment limit")
    assert (gate.subject_id, limit["name"] in gate.evidence) == (f"limit:{limit['name']}", True)
    assert f"limit:{limit['name']}" in found.focus


async def test_code_holds_a_slot_of_a_limit_that_a_deployment_uses(place: Place) -> None:
    limit = await place.limit(2)
    made = await place.deployment(await place.pool())
    await place.rest.patch(f"/deployments/{made['id']}", {"global_concurrency_limit_id": limit["id"]})
    run = await place.run(made["id"])
    await place.move(run, "PENDING")
    await place.take(limit["name"], str(uuid4()))
    in_code = await place.flow_run()
    await place.slot_event(limit, "acquired", in_code)
    found = await place.look(limit["name"])
    known = subject(found, f"limit:{limit['name']}")
    held = {record["id"] for record in known.facts["holders"]}
    assert run in held
    assert "slots_unexplained" in known.unavailable or in_code in held
    assert not known.facts.get("slots_leaked")


@pytest.mark.parametrize("code", ["lives", "is gone"])
async def test_living_code_may_hold_the_slot_that_its_dead_run_seems_to_have(code: str) -> None:
    row = limit(NAME, 1, 1, moved=4000.0)
    rows = [
        {"id": one, "name": one, "flow_id": "flow", "global_concurrency_limit": row, "updated": at(86000.0)}
        for one in ("one", "two")
    ]
    dead = run("dead", age=5000.0, work_pool_name="pool", deployment_id="one")
    script = (
        run("script", age=4100.0)
        if code == "lives"
        else run("script", "Completed", 600.0, end_time=at(600.0))
    )
    pool = {"id": "pool", "name": "pool", "type": "process", "is_paused": False, "concurrency_limit": None}
    beats = tuple(NOW - timedelta(seconds=1200 + 180 * each) for each in range(4))
    worker = {"name": "w", "status": "OFFLINE", "last_heartbeat_time": at(1200), "created": at(9000)}
    read = snapshot(
        limits=with_users((row,), rows),
        deployments={
            one["id"]: {**one, "work_pool_name": None, "paused": False, "status": "READY"} for one in rows
        },
        flows={"flow": "etl"},
        pools=({**pool, "status": "READY", "created": at(9000), "updated": at(9000)},),
        active=(dead, script) if code == "lives" else (dead,),
        flow_runs=by_id(dead, script),
        workers={"pool": (worker,)},
        last_heartbeats={"dead": beats},
        signs=frozenset({"script"}),
        signs_since={row["id"]: frozenset({"script"})},
        slot_events={row["id"]: (acquired("script", 4000.0),)},
        limit_changes={row["id"]: ()},
    )
    turn = await told(read, f"all slots of {NAME} are taken, my runs wait")
    assert ("CL24" in confirmed(turn)) is (code == "is gone")
    if code == "lives":
        assert "script took a slot of it too" in turn.report["text"]
