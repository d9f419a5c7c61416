"""What a look at a real server says of runs that were handed out and not taken, of clocks and of ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.lab.rest import Rest

from .place import Place, fact, subject

LATE = 120.0


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def beat(place: Place, pool: str, worker: str, behind: float = 0) -> None:
    """Be a worker: a heartbeat, its first event by its own clock, and a poll that takes nothing."""
    await place.rest.post(f"/work_pools/{pool}/workers/heartbeat", {"name": worker})
    own = await place.rest.get(f"/work_pools/{pool}")
    event = {
        "id": str(uuid4()),
        "occurred": (datetime.now(UTC) - timedelta(seconds=behind)).isoformat(),
        "event": "prefect.worker.started",
        "resource": {
            "prefect.resource.id": f"prefect.worker.process.{worker}",
            "prefect.resource.name": worker,
        },
        "related": [
            {"prefect.resource.id": f"prefect.work-pool.{own['id']}", "prefect.resource.role": "work-pool"}
        ],
    }
    await place.rest.post("/events", [event])
    await place.rest.post(f"/work_pools/{pool}/get_scheduled_flow_runs", {})


async def test_a_run_that_is_due_just_now_is_not_called_left_lying(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(pool)
    await place.run(made["id"], late_seconds=LATE)  # due for long, and created a moment ago
    await beat(place, pool, "young")
    facts = subject(await place.look(), f"pool:{pool}").facts
    assert facts["not_taken"] == []
    assert facts["waiting_count"] == 1


@pytest.mark.parametrize(("behind", "wrong"), [(0, []), (600, ["slow"]), (-600, ["slow"])])
async def test_a_worker_whose_events_come_late_or_early_has_a_wrong_clock(
    place: Place, behind: float, wrong: list[str]
) -> None:
    pool = await place.pool()
    made = await place.deployment(pool)
    await place.run(made["id"], late_seconds=LATE)
    await beat(place, pool, "slow", behind)
    clocks = subject(await place.look(), f"pool:{pool}").facts["wrong_clocks"]
    for _ in range(20):  # events are stored a moment after they were sent
        if [clock["name"] for clock in clocks] == wrong:
            break
        clocks = subject(await place.look(), f"pool:{pool}").facts["wrong_clocks"]
    assert [clock["name"] for clock in clocks] == wrong
    assert all(abs(clock["behind_seconds"] - behind) < 10 for clock in clocks)


async def test_a_run_that_nobody_came_back_for_waits_for_its_pool_too(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(pool)
    state = {
        "type": "SCHEDULED",
        "name": "AwaitingConcurrencySlot",
        "state_details": {"scheduled_time": (datetime.now(UTC) - timedelta(seconds=LATE)).isoformat()},
    }
    body = {"state": state}
    await place.rest.post(f"/deployments/{made['id']}/create_flow_run", body)
    assert subject(await place.look(), f"pool:{pool}").facts["waiting_count"] == 1


async def test_a_run_cancelled_by_a_person_is_not_laid_to_the_limit(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(
        pool, concurrency_limit=1, concurrency_options={"collision_strategy": "CANCEL_NEW"}
    )
    own, second, third = [await place.run(made["id"]) for _ in range(3)]
    await place.move(own, "PENDING")
    assert await place.move(second, "CANCELLED") == "Cancelled"
    assert await place.move(third, "PENDING") == "Cancelled"
    facts = subject(await place.look(), f"limit:deployment:{made['id']}").facts
    assert [record["id"] for record in facts["cancelled_at_limit"]] == [third]
    assert facts["lost_when_starting"] == []


async def test_a_run_that_still_works_can_end_as_far_as_anyone_knows(place: Place) -> None:
    made = await place.deployment(await place.pool(), concurrency_limit=1)
    run = await place.run(made["id"])
    await place.move(run, "PENDING")
    await place.rest.patch(f"/deployments/{made['id']}", {"concurrency_limit": None})
    facts = subject(await place.look(), f"deployment:{made['id']}").facts
    assert facts["limit_state"] == "none"
    assert facts["cannot_end"] == []


async def test_the_queue_of_another_pool_that_bears_the_limit_is_named(place: Place) -> None:
    one, other = await place.pool(), await place.pool()
    await place.rest.patch(f"/work_pools/{other}/queues/default", {"concurrency_limit": 37})
    facts = subject(await place.look(), f"queue:{one}/default").facts
    assert {"pool": other, "limit": 37} in facts["same_name_limited"]


async def test_the_list_of_tags_is_compared_with_the_tags_there_are(place: Place) -> None:
    tag = await place.tag(1)
    found = await place.look(tag)
    assert fact(found, "tag_limits") >= 1
    assert fact(found, "tag_limits_listed") <= fact(found, "tag_limits") <= fact(found, "limits_total")
