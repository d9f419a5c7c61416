"""A run also lives by what its tasks and slots tell; a worker's word about it is no sign."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from prefect.client.orchestration import PrefectClient

from bot.lab.rest import Rest
from bot.prefect_live.asking import Asking
from bot.prefect_live.signs import signs_of_life

from .place import Place

STORED_WITHIN = 20  # seconds; Prefect stores events some seconds after they came


async def test_what_its_tasks_and_slots_tell_is_a_sign_of_life(rest: Rest) -> None:
    place = Place(rest)
    runs = [await place.flow_run() for _ in range(3)]
    await asyncio.sleep(1)
    begun = datetime.now(UTC)
    for run, event in zip(
        runs, ("task-run.Completed", "concurrency-limit.acquired", "worker.x"), strict=True
    ):
        await _tell(rest, f"prefect.{event}", run)
    await _tell(rest, "prefect.task-run.Running", runs[0])
    found: set[str] = set()
    async with PrefectClient(rest.api_url) as client:
        for _ in range(STORED_WITHIN):
            now = datetime.now(UTC)
            page = await signs_of_life(Asking(client, rest.api_url), runs, now, (now - begun).total_seconds())
            found = {row["id"] for row in page.rows}
            if len(found) >= 2:
                break
            await asyncio.sleep(1)
    assert found == set(runs[:2])
    assert not page.cut


async def _tell(rest: Rest, event: str, run: str) -> None:
    flow_run = {"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.resource.role": "flow-run"}
    told = {
        "id": str(uuid4()),
        "event": event,
        "occurred": datetime.now(UTC).isoformat(),
        "resource": {"prefect.resource.id": f"{event.rpartition('.')[0]}.{uuid4()}"},
        "related": [flow_run],
    }
    await rest.post("/events", [told])
