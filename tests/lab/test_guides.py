"""What a guide tells to do is done on a real server, with the person's numbers and names, and it limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.lab.code_situations import start, until_held
from bot.lab.lab import A_DAY
from bot.lab.looks import limit_of, pool_of, queue_of

from .guiding import Desk, desk_at, most_at_once

pytestmark = [pytest.mark.live, pytest.mark.lab]
LOAD, CLEAN = "guide-load/prod", "guide-clean/prod"


@pytest.fixture
async def desk(lab_server: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A lab of its own for each guide."""
    async with desk_at(lab_server, "guide", tmp_path) as own:
        yield own


async def test_tasks_of_a_tag_run_as_many_at_a_time_as_was_asked_for(desk: Desk) -> None:
    steps = await desk.fix("How do I limit tasks tagged guide-rows to two at a time?", "CL70")
    await desk.commands(steps, "tag:guide-rows")
    await desk.code(steps)

    assert (await limit_of(desk.lab, "tag:guide-rows"))["limit"] == 2
    assert {tag for task in await desk.lab.task_runs_of("tagged") for tag in task["tags"]} == {"guide-rows"}
    assert most_at_once(await desk.task_stays("tagged")) <= 2


async def test_a_block_of_code_takes_the_limit_that_was_named(desk: Desk) -> None:
    steps = await desk.fix("How do I set up a global concurrency limit of 3 named `guide-ftp`?", "CL71")
    await desk.commands(steps, "guide-ftp")
    await desk.code(steps, times=2)

    assert (await limit_of(desk.lab, "guide-ftp"))["limit"] == 3
    assert await desk.stays("guide-ftp", 2)


async def test_twenty_calls_a_minute_come_three_seconds_apart(desk: Desk) -> None:
    text = "We may call the CRM only 20 times a minute, the limit is called `guide-crm`. How?"
    steps = await desk.fix(text, "CL72")
    await desk.commands(steps, "guide-crm")
    limit = await limit_of(desk.lab, "guide-crm")
    await desk.code(steps)

    assert (limit["limit"], limit["slot_decay_per_second"]) == (1, 0.333333)
    calls = await desk.calls("guide-crm", 3)
    assert all((later - earlier).total_seconds() > 2.5 for earlier, later in pairwise(calls))


async def test_a_deployment_runs_as_often_at_a_time_as_was_asked_for(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD)
    steps = await desk.fix(
        f"How do I make sure that only one run of deployment {LOAD} goes at a time?", "CL73"
    )
    await desk.code(steps)

    first = await desk.lab.run(deployment, seconds=A_DAY)
    await desk.lab.until_run(first, "Running")
    await desk.lab.until_run(await desk.lab.run(deployment), "AwaitingConcurrencySlot")


async def test_a_pool_runs_as_many_as_was_asked_for(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD)
    steps = await desk.fix("at most 1 run in work pool guide-pool, how do I set this?", "CL74")
    await desk.commands(steps)

    assert (await pool_of(desk.lab, "guide-pool"))["concurrency_limit"] == 1
    assert await desk.one_goes_one_waits(deployment, deployment) == "Late"


async def test_a_queue_runs_as_many_as_was_asked_for(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD, queue="reports")
    steps = await desk.fix("limit queue reports in pool guide-pool to 1, how?", "CL75")
    await desk.commands(steps)

    assert (await queue_of(desk.lab, "guide-pool", "reports"))["concurrency_limit"] == 1
    assert (await queue_of(desk.lab, "guide-pool", "default"))["concurrency_limit"] is None
    assert await desk.one_goes_one_waits(deployment, deployment) == "Late"


async def test_a_worker_runs_as_many_as_was_asked_for(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD, worker=False)
    text = "each worker of pool guide-pool should run at most 1 flow run at once, how do I do that?"
    steps = await desk.fix(text, "CL76")
    await desk.commands(steps)

    first, second = await desk.lab.run(deployment, seconds=60), await desk.lab.run(deployment, seconds=60)
    states: set[str] = set()

    async def one() -> bool:
        states.clear()
        states.update([await desk.lab.run_state(first), await desk.lab.run_state(second)])
        return "Running" in states

    await desk.lab.until(one, "one run Running", 90)
    assert states <= {"Scheduled", "Late", "Running"}
    assert len(states) == 2


@pytest.mark.parametrize("number", [0, 1])
async def test_several_flows_share_one_limit(desk: Desk, number: int) -> None:
    steps = await desk.fix("How do I cap database writes at 2 across all our flows?", "CL03", number)
    limit = ("database", "tag:database")[number]
    await desk.commands(steps, limit)
    await desk.code(steps, times=2)

    assert (await limit_of(desk.lab, limit))["limit"] == 2
    if number == 0:
        assert most_at_once(await desk.stays("database", 4)) <= 2
    else:
        assert most_at_once(await desk.task_stays("tagged")) <= 2


async def test_two_flows_never_work_at_the_same_time(desk: Desk) -> None:
    steps = await desk.fix("Two of our flows must never run at the same time. How?", "CL04")
    await desk.commands(steps, "one-of-both")
    await desk.code(steps, times=2)

    assert most_at_once(await desk.stays("one-of-both", 4)) == 1


async def test_two_deployments_of_one_queue_never_run_at_the_same_time(desk: Desk) -> None:
    load, clean = await desk.deployment(LOAD), await desk.deployment(CLEAN)
    text = f"How do I make sure deployments {LOAD} and {CLEAN} of pool guide-pool never run at the same time?"
    steps = await desk.fix(text, "CL04", 1)
    await desk.commands(steps)
    await desk.code(steps)

    assert await desk.one_goes_one_waits(load, clean) == "Late"


async def test_a_new_run_is_cancelled_instead_of_queued(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD)
    text = f"How do I skip the next run instead of queueing it while {LOAD} still runs?"
    await desk.code(await desk.fix(text, "CL05", 1))

    first = await desk.lab.run(deployment, seconds=A_DAY)
    await desk.lab.until_run(first, "Running")
    await desk.lab.until_run(await desk.lab.run(deployment), "Cancelled")


async def test_a_limit_that_is_there_keeps_its_number_when_new_runs_are_cancelled(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD)
    await desk.lab.rest.patch(f"/deployments/{deployment}", {"concurrency_limit": 2})
    text = f"How do I skip the next run instead of queueing it while {LOAD} still runs?"
    await desk.code(await desk.fix(text, "CL05", 0))

    for _ in range(2):
        await desk.lab.until_run(await desk.lab.run(deployment, seconds=A_DAY), "Running")
    await desk.lab.until_run(await desk.lab.run(deployment), "Cancelled")
    now = await desk.lab.rest.get(f"/deployments/{deployment}")
    assert now["global_concurrency_limit"]["limit"] == 2


async def test_code_that_finds_its_limit_full_is_skipped(desk: Desk) -> None:
    text = "How do I skip the next run instead of queueing it when the limit named `guide-lock` is taken?"
    steps = await desk.fix(text, "CL05", 2)
    await desk.commands(steps, "guide-lock")
    await start(desk.lab, "holds", "guide-holder", "guide-lock")
    await until_held(desk.lab, "guide-lock")
    await desk.code(steps)

    assert [run["state_name"] for run in await desk.lab.runs_of("limited")] == ["Skipped"]


async def test_an_urgent_run_is_handed_out_first(desk: Desk) -> None:
    deployment = await desk.deployment(LOAD, worker=False)
    waiting = await desk.lab.run(deployment)
    steps = await desk.fix(
        f"How can I give urgent runs of {LOAD} priority over others in pool guide-pool?", "CL06"
    )
    await desk.commands(steps)
    await desk.code(steps)

    handed_out = await desk.lab.rest.post("/work_pools/guide-pool/get_scheduled_flow_runs", {"limit": 5})
    assert [item["flow_run"]["id"] == waiting for item in handed_out] == [False, True]
    assert handed_out[0]["flow_run"]["work_queue_name"] == "urgent"
    assert (await queue_of(desk.lab, "guide-pool", "urgent"))["priority"] == 1


async def test_subflows_run_as_many_at_a_time_as_was_asked_for(desk: Desk) -> None:
    steps = await desk.fix("How do I limit the number of subflows that run in parallel to 2?", "CL07")
    await desk.commands(steps, "subflows")
    await desk.code(steps)

    assert most_at_once(await desk.stays("subflows", 5)) == 2


async def test_mapped_tasks_run_as_many_at_a_time_as_was_asked_for(desk: Desk) -> None:
    steps = await desk.fix("How do I limit mapped tasks to 3 at a time?", "CL08")
    await desk.code(steps)

    stays = await desk.task_stays("mapped")
    assert len(stays) == 12
    assert most_at_once(stays) <= 3


async def test_mapped_tasks_of_several_runs_share_a_tag_limit(desk: Desk) -> None:
    text = "How do I limit mapped tasks with the tag `guide-map` to 2 over all runs?"
    steps = await desk.fix(text, "CL08", 1)
    await desk.commands(steps, "tag:guide-map")
    await desk.code(steps, times=2)

    assert (await limit_of(desk.lab, "tag:guide-map"))["limit"] == 2
    assert most_at_once(await desk.task_stays("tagged")) <= 2


async def test_heavy_work_takes_as_many_slots_as_was_asked_for(desk: Desk) -> None:
    text = "How do I let a heavy task take 3 slots of our limit named `guide-memory`, and others one?"
    steps = await desk.fix(text, "CL09")
    await desk.commands(steps, "guide-memory")
    await desk.code(steps, times=2)

    stays = await desk.stays("guide-memory", 4)
    assert sorted(slots for _, _, slots in stays) == [1, 1, 3, 3]
    assert most_at_once(stays) <= (await limit_of(desk.lab, "guide-memory"))["limit"] == 4
