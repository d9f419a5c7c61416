"""Each scenario really breaks the server as it says, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.lab.lab import Lab
from bot.lab.play import break_scenario, cleanup_scenario, heal_scenario, is_broken
from bot.lab.scenario import Scenario, find_play, find_scenarios

pytestmark = pytest.mark.live

Check = Callable[[Lab, Scenario], Awaitable[bool]]
LATE = {"Late"}
AWAITING = {"AwaitingConcurrencySlot"}


async def pool_of(lab: Lab, scenario: Scenario) -> dict[str, Any]:
    pool: dict[str, Any] = await lab.rest.get(f"/work_pools/{scenario.names['pool']}")
    return pool


async def queue_of(lab: Lab, scenario: Scenario) -> dict[str, Any]:
    path = f"/work_pools/{scenario.names['pool']}/queues/{scenario.names['queue']}"
    queue: dict[str, Any] = await lab.rest.get(path)
    return queue


async def waiting_states(lab: Lab) -> set[str]:
    waiting = lab.ledger.made.waiting
    return {(await lab.rest.get(f"/{kind}/{each}"))["state_name"] for kind, each, _ in waiting}


async def deployment_limit(lab: Lab) -> dict[str, Any]:
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    limit: dict[str, Any] = deployment["global_concurrency_limit"]
    return limit


async def no_worker_and_late(lab: Lab, scenario: Scenario) -> bool:
    late = await waiting_states(lab) == LATE
    return late and not await lab.has_worker(scenario.names["pool"])


async def pool_paused(lab: Lab, scenario: Scenario) -> bool:
    pool = await pool_of(lab, scenario)
    return pool["is_paused"] and await waiting_states(lab) == LATE


async def queue_paused(lab: Lab, scenario: Scenario) -> bool:
    queue = await queue_of(lab, scenario)
    return queue["is_paused"] and await waiting_states(lab) == LATE


async def pool_full(lab: Lab, scenario: Scenario) -> bool:
    pool = await pool_of(lab, scenario)
    full = pool["active_slots"] == pool["concurrency_limit"] == 1
    return full and await lab.has_worker(pool["name"]) and await waiting_states(lab) == LATE


async def queue_full(lab: Lab, scenario: Scenario) -> bool:
    queue = await queue_of(lab, scenario)
    return queue["active_slots"] == queue["concurrency_limit"] == 1 and await waiting_states(lab) == LATE


async def deployment_full(lab: Lab, scenario: Scenario) -> bool:
    limit = await deployment_limit(lab)
    held = limit["active_slots"] == limit["limit"] == len(await live_runs(lab)) == 1
    return held and await waiting_states(lab) <= AWAITING | {"Pending"}


async def live_runs(lab: Lab) -> list[dict[str, Any]]:
    body = {
        "deployments": {"id": {"any_": lab.ledger.made.deployments}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}},
    }
    found: list[dict[str, Any]] = await lab.rest.post("/flow_runs/filter", body)
    return found


async def tag_holders(lab: Lab, scenario: Scenario) -> list[str]:
    found: list[str] = (await lab.rest.get(f"/concurrency_limits/tag/{scenario.names['tag']}"))[
        "active_slots"
    ]
    return found


async def tag_full(lab: Lab, scenario: Scenario) -> bool:
    used = await lab.used(f"tag:{scenario.names['tag']}")
    pending = await waiting_states(lab) == {"Pending"}
    return pending and used == len(await tag_holders(lab, scenario)) == 1


async def tag_leaked(lab: Lab, scenario: Scenario) -> bool:
    used = await lab.used(f"tag:{scenario.names['tag']}")
    pending = await waiting_states(lab) == {"Pending"}
    return pending and used == 1 and not await tag_holders(lab, scenario)


async def nested(lab: Lab, scenario: Scenario) -> bool:
    tasks = await lab.task_runs_of(scenario.names["flow"])
    holders = await tag_holders(lab, scenario)
    running = [task["id"] for task in tasks if task["state_type"] == "RUNNING"]
    return running == holders and len({task["flow_run_id"] for task in tasks}) == 1


async def global_full(lab: Lab, scenario: Scenario) -> bool:
    runs = [run["state_type"] for run in await lab.runs_of(scenario.names["flow"])]
    return runs == ["RUNNING", "RUNNING"] and await lab.used(scenario.names["limit"]) == 1


async def global_leaked(lab: Lab, scenario: Scenario) -> bool:
    runs = sorted(run["state_type"] for run in await lab.runs_of(scenario.names["flow"]))
    return runs == ["COMPLETED", "RUNNING"] and await lab.used(scenario.names["limit"]) == 1


async def deployment_leaked(lab: Lab, scenario: Scenario) -> bool:
    limit = await deployment_limit(lab)
    return limit["active_slots"] == 1 and not await live_runs(lab)


async def pool_limit_zero(lab: Lab, scenario: Scenario) -> bool:
    return (await pool_of(lab, scenario))["concurrency_limit"] == 0 and await waiting_states(lab) == LATE


async def limit_inactive(lab: Lab, scenario: Scenario) -> bool:
    limit = await lab.rest.get(f"/v2/concurrency_limits/{scenario.names['limit']}")
    return not limit["active"] and limit["active_slots"] == 0


async def limit_missing(lab: Lab, scenario: Scenario) -> bool:
    path = f"/v2/concurrency_limits/{scenario.names['limit']}"
    return await lab.rest.get(path, allow=(404,)) is None


async def deployment_limit_off(lab: Lab, scenario: Scenario) -> bool:
    limit = await deployment_limit(lab)
    off = not limit["active"] and limit["active_slots"] == 0
    return off and await waiting_states(lab) == AWAITING


async def child_waits_for_parent(lab: Lab, scenario: Scenario) -> bool:
    child = await lab.rest.get(f"/flow_runs/{lab.ledger.made.waiting[0][1]}")
    parent = (await lab.rest.get(f"/task_runs/{child['parent_task_run_id']}"))["flow_run_id"]
    state = await lab.run_state(parent)
    return state == "Running" and await pool_full(lab, scenario)


async def wrong_queue(lab: Lab, scenario: Scenario) -> bool:
    queue = await queue_of(lab, scenario)
    late = await waiting_states(lab) == LATE
    return late and queue["last_polled"] is None and await lab.has_worker(scenario.names["pool"])


async def busy(lab: Lab, scenario: Scenario) -> bool:
    pool, limit = await pool_of(lab, scenario), await deployment_limit(lab)
    return pool["active_slots"] == limit["active_slots"] == 1 and not lab.ledger.made.waiting


CHECKS: dict[str, Check] = {
    "late-no-worker": no_worker_and_late,
    "pool-paused": pool_paused,
    "queue-paused": queue_paused,
    "pool-full": pool_full,
    "queue-full": queue_full,
    "deployment-full": deployment_full,
    "tag-full": tag_full,
    "global-full": global_full,
    "tag-reset-leak": tag_leaked,
    "deployment-leak": deployment_leaked,
    "global-leak": global_leaked,
    "limit-zero": pool_limit_zero,
    "limit-inactive": limit_inactive,
    "limit-missing": limit_missing,
    "deployment-limit-disabled": deployment_limit_off,
    "nested-deadlock-tag": nested,
    "parent-child-pool": child_waits_for_parent,
    "wrong-queue": wrong_queue,
    "healthy-busy": busy,
}


async def census(lab: Lab) -> dict[str, set[str]]:
    """Everything on the server that a scenario could have left."""
    page: dict[str, Any] = {"limit": 200}
    paths = ("work_pools", "v2/concurrency_limits", "deployments", "flows", "flow_runs")
    return {path: {each["id"] for each in await lab.rest.post(f"/{path}/filter", page)} for path in paths}


@pytest.mark.parametrize("name", [scenario.name for scenario in find_scenarios()])
async def test_the_fault_is_real_and_leaves_nothing(name: str, lab_server: str, tmp_path: Path) -> None:
    async with Lab(lab_server, name, tmp_path) as lab:
        before = await census(lab)
        try:
            await break_scenario(lab_server, name, tmp_path)
            assert is_broken(lab_server, name, tmp_path)
            broken = Lab(lab_server, name, tmp_path)
            assert await CHECKS[name](broken, find_play(name).scenario)
            await broken.rest.close()
        finally:
            await cleanup_scenario(lab_server, name, tmp_path)
        assert not broken.living()
        assert await census(lab) == before
        assert not is_broken(lab_server, name, tmp_path)


HEALING = {
    "pool-full": "prefect work-pool set-concurrency-limit etl-pool 2",
    "tag-reset-leak": "prefect gcl update tag:s3-upload --active-slots 0",
    "limit-missing": "prefect gcl create search-index --limit 1",
}


@pytest.mark.parametrize("name", HEALING)
async def test_the_right_command_heals(name: str, lab_server: str, tmp_path: Path) -> None:
    try:
        await break_scenario(lab_server, name, tmp_path)
        await heal_scenario(lab_server, name, [HEALING[name]], tmp_path)
        assert not is_broken(lab_server, name, tmp_path)
    finally:
        await cleanup_scenario(lab_server, name, tmp_path)
