"""Lost leases as the run logs of a real server tell them, and what became of their slots."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.engine.findings import Findings
from bot.lab.rest import Rest

from .place import Place

GOES_ON = "Execution will continue, but concurrency limits may be exceeded."
ENDS = "Terminating execution to prevent over-allocation."
GONE = "Client error '410 Gone' for url 'http://127.0.0.1:4200/api/v2/concurrency_limits/leases/x/renew'"
IN_A_THREAD = (
    'Traceback (most recent call last):\n  File "/lib/prefect/concurrency/_leases.py", line 153, '
    "in _run_with_failure_handler\n    _lease_renewal_loop(lease_id, lease_duration, stop_event)"
)
ON_THE_LOOP = (
    'Traceback (most recent call last):\n  File "/lib/prefect/concurrency/_leases.py", line 38, '
    "in _lease_renewal_loop\n    await renew()"
)


class Losing(Place):
    """A workspace in which runs lose leases; `ago` is in seconds."""

    def __init__(self, rest: Rest) -> None:
        super().__init__(rest)
        self.runs: list[str] = []

    async def flow_run(self, state: str = "RUNNING") -> str:
        self.runs.append(await super().flow_run(state))
        return self.runs[-1]

    async def lost(self, run: str, ago: float, error: str = GONE, way: str = GOES_ON, **more: Any) -> None:
        message = (
            f"Concurrency lease renewal failed - slots are no longer reserved. {way} "
            f"Lease ID: {uuid4()}, exception: {error}\n{more.pop('trace', IN_A_THREAD)}"
        )
        at = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
        row = {"name": "prefect.flow_runs", "level": 30, "message": message, "timestamp": at}
        await self.rest.post("/logs/", [{**row, "flow_run_id": run, **more}])

    async def acquired(self, limit: dict[str, Any], run: str, ago: float) -> None:
        await self.slot_event(limit, "acquired", run, ago=ago)

    async def told(self, run: str) -> dict[str, Any]:
        """Return what is told of the loss of one run; earlier tests left losses of their own."""
        return known(await self.look(run=run))

    async def settled(self, run: str) -> dict[str, Any]:
        """Return the same once the events of its slots are stored, and old enough to be compared."""
        for _ in range(20):
            found = await self.look(run=run)
            if known(found).get("lease_limits") and "lease_slots_after" not in found.unavailable:
                break
            await asyncio.sleep(1)
        return known(found)


def known(found: Findings) -> dict[str, Any]:
    return {one.name: one.value for one in found.facts}


@pytest_asyncio.fixture
async def place(rest: Rest) -> AsyncIterator[Losing]:
    """A workspace whose runs are gone after the test: a deleted run's lines say nothing."""
    losing = Losing(rest)
    yield losing
    for run in losing.runs:
        await rest.delete(f"/flow_runs/{run}")


async def test_a_run_that_lost_its_lease_is_named_with_how_and_when(place: Losing) -> None:
    run = await place.flow_run()
    await place.lost(run, ago=3000)
    facts = await place.told(run)
    record = next(one for one in facts["lease_losses"] if one["id"] == run)
    assert record["lost_seconds_ago"] == pytest.approx(3000, abs=20)
    assert (record["ends_run"], record["answer"]) == (False, "gone")
    assert record["whose"] == "the concurrency() in the flow's own code"
    assert (facts["lease_lost_runs"], facts["lease_answer"], facts["lease_ended_runs"]) == (1, "gone", 0)
    assert facts["lease_renewed_on_flow_loop"] is False
    assert "lease_failure_shape" not in facts, "no slot tells what happened"


async def test_the_line_of_a_tasks_log_is_about_the_task(place: Losing) -> None:
    run = await place.flow_run()
    await place.lost(run, ago=7800, name="prefect.task_runs", task_run_id=str(uuid4()))
    record = (await place.told(run))["lease_losses"][0]
    assert record["whose"] == "the concurrency() inside one of its tasks"


async def test_losses_within_minutes_belong_together(place: Losing) -> None:
    runs = [await place.flow_run() for _ in range(3)]
    for run, ago in zip(runs, (6000, 6100, 6900), strict=True):
        await place.lost(run, ago)
    facts = await place.told(runs[0])
    assert {one["id"] for one in facts["lease_losses"]} == set(runs[:2])
    assert facts["lease_lost_runs"] == 2
    assert facts["lease_lost_before"] >= 1


@pytest.mark.parametrize(
    ("ago", "error"),
    [
        (9000, "All connection attempts failed"),
        (9600, "[Errno 111] Connection refused"),
        (10200, "Server error '503 Service Unavailable' for url 'http://x/renew'"),
    ],
)
async def test_a_renewal_that_did_not_arrive_tells_that_the_api_was_away(
    place: Losing, ago: float, error: str
) -> None:
    run = await place.flow_run()
    await place.lost(run, ago, error)
    facts = await place.told(run)
    assert (facts["lease_answer"], facts["lease_failure_shape"]) == ("unreachable", "api_down")


async def test_a_refused_renewal_tells_nothing_of_the_server(place: Losing) -> None:
    run = await place.flow_run()
    await place.lost(run, ago=5400, error="Client error '401 Unauthorized' for url 'http://x/renew'")
    facts = await place.told(run)
    assert facts["lease_answer"] == "refused"
    assert "lease_failure_shape" not in facts


async def test_the_line_of_an_older_release_has_its_error_at_the_end(place: Losing) -> None:
    run = await place.flow_run()
    at = (datetime.now(UTC) - timedelta(seconds=4500)).isoformat()
    message = (
        f"Concurrency lease renewal failed - slots are no longer reserved. {ENDS}\n{ON_THE_LOOP}\n"
        f"prefect.exceptions.PrefectHTTPStatusError: {GONE}"
    )
    row = {"name": "prefect.flow_runs", "level": 40, "message": message, "timestamp": at}
    await place.rest.post("/logs/", [{**row, "flow_run_id": run}])
    facts = await place.told(run)
    assert facts["lease_losses"][0]["ends_run"]
    assert (facts["lease_answer"], facts["lease_renewed_on_flow_loop"]) == ("gone", True)


async def test_a_slot_still_counted_long_after_was_forgotten(place: Losing) -> None:
    limit, run = await place.limit(1), await place.flow_run()
    await place.take(limit["name"])
    await place.acquired(limit, run, ago=1900)
    await place.lost(run, ago=1500)
    facts = await place.settled(run)
    assert (facts["lease_slots_after"], facts["lease_failure_shape"]) == ("kept_counted", "server_restarted")
    stuck = next(one for one in facts["lease_slots_stuck"] if one["limit_name"] == limit["name"])
    assert (stuck["slots_used"], stuck["should_be"], stuck["still_works"]) == (1, 0, 1)


async def test_a_slot_counted_just_after_is_not_judged_yet(place: Losing) -> None:
    limit, run = await place.limit(1), await place.flow_run()
    await place.take(limit["name"])
    await place.acquired(limit, run, ago=300)
    await place.lost(run, ago=60)
    facts = await place.settled(run)
    assert "lease_slots_after" not in facts
    assert "lease_failure_shape" not in facts


async def test_leases_lost_as_soon_as_they_were_taken_tell_of_several_servers(place: Losing) -> None:
    limit = await place.limit(3)
    runs = [await place.flow_run() for _ in range(2)]
    for run in runs:
        await place.take(limit["name"])
        await place.acquired(limit, run, ago=2405)
        await place.lost(run, ago=2400)
    facts = await place.settled(runs[0])
    assert (facts["lease_lost_at_once"], facts["lease_failure_shape"]) == (2, "several_replicas")


async def test_the_lines_of_a_deleted_run_say_nothing(place: Losing) -> None:
    run, gone = await place.flow_run(), await place.flow_run()
    await place.lost(run, ago=12000)
    await place.lost(gone, ago=12001)
    await place.rest.delete(f"/flow_runs/{gone}")
    assert {one["id"] for one in (await place.told(run))["lease_losses"]} == {run}


async def test_a_lost_lease_is_found_among_many_newer_errors(place: Losing) -> None:
    run = await place.flow_run()
    await place.lost(run, ago=15000)
    at = (datetime.now(UTC) - timedelta(seconds=14000)).isoformat()
    noise = {"name": "prefect.flow_runs", "level": 40, "message": "boom", "timestamp": at, "flow_run_id": run}
    for _ in range(2):
        await place.rest.post("/logs/", [noise] * 110)
    found = await place.look(run=run)
    # SQLite before 3.44 cannot search logs, so only the newest are read; then it is said that some were not.
    seen = [one["id"] for one in known(found).get("lease_losses", ())]
    assert seen == [run] or "than I read" in found.unavailable["lease_losses"]
