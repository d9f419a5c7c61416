"""Each scenario really breaks the server as it says, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.doors.healing import commands_in
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.lab import Lab
from bot.lab.play import break_scenario, cleanup_scenario, heal_scenario, is_broken
from bot.lab.scenario import Scenario, find_play, find_scenarios
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.snapshot import SILENT_AFTER
from bot.turn import Conversation, Turn

pytestmark = pytest.mark.live

Check = Callable[[Lab, Scenario], Awaitable[bool]]
SILENT = ("dead-run-holds-pool", "dead-run-holds-queue")
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


async def global_limit_zero(lab: Lab, scenario: Scenario) -> bool:
    limit = await lab.rest.get(f"/v2/concurrency_limits/{scenario.names['limit']}")
    return bool(limit["active"]) and limit["limit"] == 0


async def rate_limit_used_up(lab: Lab, scenario: Scenario) -> bool:
    limit = await lab.rest.get(f"/v2/concurrency_limits/{scenario.names['limit']}")
    return bool(limit["active_slots"] == limit["limit"] and limit["slot_decay_per_second"])


async def limit_missing(lab: Lab, scenario: Scenario) -> bool:
    path = f"/v2/concurrency_limits/{scenario.names['limit']}"
    return await lab.rest.get(path, allow=(404,)) is None


async def deployment_limit_off(lab: Lab, scenario: Scenario) -> bool:
    limit = await deployment_limit(lab)
    off = not limit["active"] and limit["active_slots"] == 0
    return off and await waiting_states(lab) == AWAITING


async def child_waits_for_parent(lab: Lab, scenario: Scenario) -> bool:
    return await its_parent_runs(lab) and await pool_full(lab, scenario)


async def wrong_queue(lab: Lab, scenario: Scenario) -> bool:
    queue = await queue_of(lab, scenario)
    late = await waiting_states(lab) == LATE
    return late and queue["last_polled"] is None and await lab.has_worker(scenario.names["pool"])


async def busy(lab: Lab, scenario: Scenario) -> bool:
    pool, limit = await pool_of(lab, scenario), await deployment_limit(lab)
    return pool["active_slots"] == limit["active_slots"] == 1 and not lab.ledger.made.waiting


async def dead_run_in_pool(lab: Lab, scenario: Scenario) -> bool:
    (holder,) = [run for run in await live_runs(lab) if run["state_name"] == "Running"]
    return holder["name"] == scenario.names["holder"] and await pool_full(lab, scenario)


async def dead_run_in_queue(lab: Lab, scenario: Scenario) -> bool:
    (holder,) = [run for run in await live_runs(lab) if run["state_name"] == "Running"]
    return holder["name"] == scenario.names["holder"] and await queue_full(lab, scenario)


async def crashed_but_counted(lab: Lab, scenario: Scenario) -> bool:
    runs = sorted(run["state_type"] for run in await lab.runs_of(scenario.names["flow"]))
    return runs == ["CRASHED", "RUNNING"] and await lab.used(scenario.names["limit"]) == 1


async def child_waits_in_queue(lab: Lab, scenario: Scenario) -> bool:
    return await queue_full(lab, scenario) and await its_parent_runs(lab)


async def child_waits_in_deployment(lab: Lab, scenario: Scenario) -> bool:
    limit = await deployment_limit(lab)
    full = limit["active_slots"] == limit["limit"] == 1
    return full and await waiting_states(lab) <= AWAITING and await its_parent_runs(lab)


async def its_parent_runs(lab: Lab) -> bool:
    child = await lab.rest.get(f"/flow_runs/{lab.ledger.made.waiting[0][1]}")
    parent = (await lab.rest.get(f"/task_runs/{child['parent_task_run_id']}"))["flow_run_id"]
    return await lab.run_state(parent) == "Running"


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
    "rate-limit-used-up": rate_limit_used_up,
    "global-limit-zero": global_limit_zero,
    "deployment-limit-disabled": deployment_limit_off,
    "nested-deadlock-tag": nested,
    "parent-child-pool": child_waits_for_parent,
    "parent-child-queue": child_waits_in_queue,
    "parent-child-deployment": child_waits_in_deployment,
    "dead-run-holds-pool": dead_run_in_pool,
    "dead-run-holds-queue": dead_run_in_queue,
    "crashed-run-holds-global": crashed_but_counted,
    "wrong-queue": wrong_queue,
    "healthy-busy": busy,
}


async def census(lab: Lab) -> dict[str, set[str]]:
    """Everything on the server that a scenario could have left."""
    page: dict[str, Any] = {"limit": 200}
    paths = ("work_pools", "v2/concurrency_limits", "deployments", "flows", "flow_runs")
    return {path: {each["id"] for each in await lab.rest.post(f"/{path}/filter", page)} for path in paths}


@pytest.mark.parametrize("name", [scenario.name for scenario in find_scenarios()])
async def test_the_fault_is_real_named_healed_by_the_reply_and_leaves_nothing(
    name: str, lab_server: str, tmp_path: Path
) -> None:
    scenario = find_play(name).scenario
    async with Lab(lab_server, name, tmp_path) as lab, asked(lab_server, name) as conversation:
        before = await census(lab)
        try:
            await break_scenario(lab_server, name, tmp_path)
            assert is_broken(lab_server, name, tmp_path)
            broken = Lab(lab_server, name, tmp_path)
            assert await CHECKS[name](broken, scenario)
            await broken.rest.close()
            await the_reply_heals(conversation, scenario, lab_server, tmp_path)
        finally:
            await cleanup_scenario(lab_server, name, tmp_path)
        assert not lab.living()
        assert await census(lab) == before
        assert not is_broken(lab_server, name, tmp_path)


@asynccontextmanager
async def asked(api_url: str, name: str) -> AsyncIterator[Conversation]:
    """The bot; where a run died, it doubts a silent run after seconds, not minutes."""
    async with PrefectLive(api_url, silent_after=12 if name in SILENT else SILENT_AFTER) as live:
        yield Conversation(knowledge(), live)


async def the_reply_heals(
    conversation: Conversation, scenario: Scenario, api_url: str, directory: Path
) -> None:
    """Ask in the scenario's words, run exactly the commands of the reply, and ask for a check-up."""
    turn = await told(conversation, scenario)
    faults = confirmed(turn, kinds=("fault",))
    if scenario.cause is None:
        assert not faults, turn.report["text"]
        return
    assert confirmed(turn)[:1] == [scenario.cause], turn.report["text"]
    assert set(faults) <= {scenario.cause}, turn.report["text"]
    assert any(own in turn.report["text"] for own in scenario.names.values())
    commands = commands_in(turn, scenario.cause)
    assert commands, "the reply has nothing to run"
    await heal_scenario(api_url, scenario.name, commands, directory)
    well = await conversation.doctor()
    assert not confirmed(well, kinds=("fault",)), well.report["text"]


async def told(conversation: Conversation, scenario: Scenario) -> Turn:
    """Ask; ask again while slots moved just now, or until the silence of a dead run counts."""
    for _ in range(20):
        turn = await conversation.say(Case(), scenario.opening)
        moved = any("within the last seconds" in reason["why"] for reason in turn.report["unavailable"])
        early = scenario.name in SILENT and confirmed(turn)[:1] != [scenario.cause]
        if not moved and not early:
            return turn
        await asyncio.sleep(1.5)
    return turn


def confirmed(turn: Turn, kinds: Sequence[str] = ("fault", "folklore", "normal", "guide")) -> list[str]:
    """The codes of the confirmed verdicts, best first."""
    assert turn.answer
    found = [verdict for verdict in turn.answer.verdicts if verdict.status == "confirmed"]
    return [verdict.cause.code for verdict in found if verdict.cause.kind in kinds]
