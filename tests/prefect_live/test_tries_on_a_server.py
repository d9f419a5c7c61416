"""A run that is tried again, on a real server: its history is read; what a killed try took is told dead."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.engine.findings import Hints
from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.holders import Held, running_with_tag, waiting_with_tag

from .place import Place, subject


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def holders(place: Place, limit: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return the state of each holder and whether it lives, once Prefect has stored the events."""
    await asyncio.sleep(5)
    facts = subject(await place.look(limit["name"]), f"limit:{limit['name']}").facts
    return [(one["state"], one["alive"]) for one in facts["holders"]]


async def force(place: Place, run: str, *states: str) -> None:
    """Set these states by hand, one after the other."""
    for name in states:
        kind = "SCHEDULED" if name == "AwaitingRetry" else name.upper()
        body = {"state": {"type": kind, "name": name}, "force": True}
        await place.rest.post(f"/flow_runs/{run}/set_state", body)


async def test_of_a_run_that_was_killed_and_retried_only_the_last_try_holds(place: Place) -> None:
    limit, run = await place.limit(2), await place.flow_run("RUNNING")
    await place.take(limit["name"])
    await place.slot_event(limit, "acquired", run)
    await force(place, run, "Crashed", "AwaitingRetry", "Running")
    await place.take(limit["name"])
    second = await place.slot_event(limit, "acquired", run)
    assert await holders(place, limit) == [("Running", True), ("Crashed", False)]
    await place.slot_event(limit, "released", run, follows=second)
    assert await holders(place, limit) == [("Crashed", False)]


async def test_a_retry_in_its_process_keeps_what_it_took(place: Place) -> None:
    limit, run = await place.limit(1), await place.flow_run("RUNNING")
    await place.take(limit["name"])
    await place.slot_event(limit, "acquired", run)
    await force(place, run, "AwaitingRetry", "Running")
    assert await holders(place, limit) == [("Running", True)]
    await force(place, run, "AwaitingRetry")  # by hand, so not for its process
    assert await holders(place, limit) == [("Rescheduled", False)]


async def test_a_task_of_a_killed_try_neither_works_nor_waits(place: Place) -> None:
    tag, run = await place.tag(2), await place.flow_run("RUNNING")
    await place.task_run(run, "RUNNING", [tag])
    await place.task_run(run, "PENDING", [tag])
    await force(place, run, "Crashed", "AwaitingRetry", "Running")
    works = await place.task_run(run, "RUNNING", [tag])
    waits = await place.task_run(run, "PENDING", [tag])
    async with PrefectLive(place.rest.api_url) as live:
        read = await live.read(live.probes, Hints((tag,)))
    limit = next(row for row in read.limits if row["name"] == f"tag:{tag}")
    assert [task["id"] for task in running_with_tag(read, limit)] == [works]
    assert [task["id"] for task in waiting_with_tag(read, limit, Held())] == [waits]
