"""Runs that go past a limit, and runs that only seem to, on a real server."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from bot.lab.rest import Rest

from .place import Place, subject


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def test_a_task_run_that_stands_for_a_subflow_takes_no_slot_of_its_tag(place: Place) -> None:
    tag, parent = await place.tag(1), await place.flow_run()
    task = await place.task_run(parent, "RUNNING", [tag])
    flow = await place.rest.post("/flows/", {"name": f"child-{uuid4().hex[:8]}"})
    child = {"flow_id": flow["id"], "parent_task_run_id": task, "state": {"type": "RUNNING"}}
    await place.rest.post("/flow_runs/", child)
    facts = subject(await place.look(tag), f"limit:tag:{tag}").facts
    assert (facts["slots_used"], facts["running_beyond"], facts["runs_at_work"]) == (0, 0, [])


async def test_runs_without_their_deployment_are_named(place: Place) -> None:
    pool = await place.pool(concurrency_limit=1)
    deployment = await place.deployment(pool, concurrency_limit=1)
    own = {"flow_id": deployment["flow_id"], "state": {"type": "RUNNING"}}
    alone = await place.rest.post("/flow_runs/", own)
    found = await place.look()
    for facts in (
        subject(found, f"limit:deployment:{deployment['id']}").facts,
        subject(found, f"pool:{pool}").facts,
    ):
        assert [run["id"] for run in facts["runs_outside"]] == [alone["id"]]


async def test_a_resumed_run_and_a_forced_one_took_no_slot(place: Place) -> None:
    deployment = await place.deployment(concurrency_limit=1)
    limit = f"limit:deployment:{deployment['id']}"
    resumed, forced = await place.run(deployment["id"]), await place.run(deployment["id"])
    for state in ("PENDING", "RUNNING", "PAUSED", "RUNNING"):
        await place.move(resumed, state)
    await place.rest.post(f"/flow_runs/{forced}/set_state", {"state": {"type": "RUNNING"}, "force": True})
    early = subject(await place.look(), limit)
    assert "look again in a moment" in early.unavailable["running_beyond"]
    await asyncio.sleep(6)
    facts = subject(await place.look(), limit).facts
    assert (facts["slots_used"], facts["running_beyond"]) == (0, 2)
    assert [run["id"] for run in facts["runs_resumed"]] == [resumed]
    assert [run["id"] for run in facts["runs_forced"]] == [forced]


async def test_a_slot_given_back_while_its_limit_was_off_has_leaked(place: Place) -> None:
    limit = await place.limit(1)
    path = f"/v2/concurrency_limits/{limit['name']}"
    await place.take(limit["name"])
    taken = await place.slot_event(limit, "acquired")
    await place.rest.patch(path, {"active": False})
    await place.slot_event(limit, "released", follows=taken)
    await place.rest.patch(path, {"active": True})
    await asyncio.sleep(9)
    facts = subject(await place.look(), f"limit:{limit['name']}").facts
    assert (facts["slots_unexplained"], facts["slots_leaked_while_off"], facts["slots_leaked"]) == (1, 1, 0)
    assert facts["switched_off_seconds"] >= facts["switched_on_seconds"]
