"""Which Prefect release flows run with is told by their heartbeats, or by the process worker of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.engine.findings import Findings
from bot.lab.rest import Rest
from bot.prefect_live.client_release import client_facts
from bot.prefect_live.snapshot import Snapshot

from .place import Place

HEARTBEAT = "prefect.flow-run.heartbeat"
SUBMITTED = "prefect.worker.submitted-flow-run"


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def emit(place: Place, name: str, resource: Mapping[str, str], run: str) -> None:
    related = [{"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.resource.role": "flow-run"}]
    event = {"id": str(uuid4()), "occurred": datetime.now(UTC).isoformat(), "event": name, "payload": {}}
    await place.rest.post("/events", [{**event, "resource": resource, "related": related}])


async def told(place: Place, run: str) -> list[str]:
    """Look until the event is stored; an answer that never comes is no answer."""
    found = Findings()
    for _ in range(12):
        found = await place.look(run=run)
        if any(fact.name == "client_version" for fact in found.facts):
            break
        await asyncio.sleep(0.5)
    return [fact.value for fact in found.facts if fact.name == "client_version"]


async def test_a_heartbeat_tells_the_release_of_its_run(place: Place) -> None:
    run = await place.flow_run()
    await emit(
        place, HEARTBEAT, {"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.version": "3.6.24"}, run
    )
    assert await told(place, run) == ["3.6.24"]


@pytest.mark.parametrize(("kind", "release"), [("process", ["3.4.25"]), ("kubernetes", [])])
async def test_only_a_process_worker_speaks_for_the_runs_it_starts(
    place: Place, kind: str, release: list[str]
) -> None:
    run = await place.flow_run()
    worker = {"prefect.resource.id": f"prefect.worker.{kind}.mine", "prefect.version": "3.4.25"}
    await emit(place, SUBMITTED, worker, run)
    assert await told(place, run) == release


@pytest.mark.parametrize(
    ("releases", "assumed"),
    [
        ({"a": "3.8.8", "b": "3.8.8"}, ["3.8.8"]),
        ({"a": "3.8.8", "b": "3.4.8"}, []),
        ({"a": "3.8.8"}, []),
        ({}, []),
    ],
)
def test_without_an_asked_run_all_that_run_must_tell_the_same(
    releases: dict[str, str], assumed: list[str]
) -> None:
    active = tuple({"id": run, "state_type": "RUNNING", "start_time": "2026-01-01"} for run in "ab")
    facts = client_facts(Snapshot(active=active, client_releases=releases))
    assert [fact.value for fact in facts] == assumed
    assert all(fact.assumed for fact in facts)
