"""What a scenario's `is_real` reads from the server, apart from what the bot reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.lab.lab import Lab

LATE = {"Late"}
AWAITING = {"AwaitingConcurrencySlot"}


async def pool_of(lab: Lab, name: str) -> dict[str, Any]:
    """Return a work pool."""
    pool: dict[str, Any] = await lab.rest.get(f"/work_pools/{name}")
    return pool


async def queue_of(lab: Lab, pool: str, name: str) -> dict[str, Any]:
    """Return a work queue of a pool."""
    queue: dict[str, Any] = await lab.rest.get(f"/work_pools/{pool}/queues/{name}")
    return queue


async def limit_of(lab: Lab, name: str) -> dict[str, Any]:
    """Return a global limit."""
    limit: dict[str, Any] = await lab.rest.get(f"/v2/concurrency_limits/{name}")
    return limit


async def deployment_limit(lab: Lab, number: int = 0) -> dict[str, Any]:
    """Return the limit of the scenario's first deployment, or of the one made as `number`."""
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[number]}")
    limit: dict[str, Any] = deployment["global_concurrency_limit"]
    return limit


async def live_runs(lab: Lab) -> list[dict[str, Any]]:
    """Return the pending, running and cancelling runs of the scenario's deployments."""
    body = {
        "deployments": {"id": {"any_": lab.ledger.made.deployments}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}},
    }
    found: list[dict[str, Any]] = await lab.rest.post("/flow_runs/filter", body)
    return found


async def tag_holders(lab: Lab, tag: str) -> list[str]:
    """Return the task runs that the tag view lists."""
    found: list[str] = (await lab.rest.get(f"/concurrency_limits/tag/{tag}"))["active_slots"]
    return found


async def waiting_states(lab: Lab) -> set[str]:
    """Return the state names of the runs that the scenario remembers as waiting."""
    waiting = lab.ledger.made.waiting
    return {(await lab.rest.get(f"/{kind}/{each}"))["state_name"] for kind, each, _ in waiting}


async def flow_states(lab: Lab, flow: str) -> list[str]:
    """Return the sorted state types of a flow's runs."""
    return sorted(run["state_type"] for run in await lab.runs_of(flow))


async def its_parent_runs(lab: Lab) -> bool:
    """Whether the run that started the first waiting run is Running."""
    child = await lab.rest.get(f"/flow_runs/{lab.ledger.made.waiting[0][1]}")
    parent = (await lab.rest.get(f"/task_runs/{child['parent_task_run_id']}"))["flow_run_id"]
    return await lab.run_state(parent) == "Running"


async def pool_is_full(lab: Lab, name: str, slots: int = 1) -> bool:
    """Whether all slots of a pool with a live worker are taken and its due runs are Late."""
    pool = await pool_of(lab, name)
    full = await taken(lab, pool, "work_pools", "name") == pool["concurrency_limit"] == slots
    return full and await lab.has_worker(name) and await waiting_states(lab) == LATE


async def taken(lab: Lab, place: dict[str, Any], kind: str, key: str) -> int:
    """Return the taken slots of a pool or queue; before 3.6.23 its runs are counted."""
    if "active_slots" in place:
        return place["active_slots"] or 0
    body = {
        kind: {key: {"any_": [place[key]]}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING"]}}},
    }
    return int(await lab.rest.post("/flow_runs/count", body))


async def queue_is_full(lab: Lab, pool: str, name: str) -> bool:
    """Whether the only slot of a queue is taken and its due runs are Late."""
    queue = await queue_of(lab, pool, name)
    used = await taken(lab, queue, "work_pool_queues", "id")
    return used == queue["concurrency_limit"] == 1 and await waiting_states(lab) == LATE


async def only_running_is(lab: Lab, name: str) -> bool:
    """Whether exactly one run of the scenario's deployments is Running, and bears this name."""
    running = [run["name"] for run in await live_runs(lab) if run["state_name"] == "Running"]
    return running == [name]


async def left_lying(lab: Lab, *runs: str, seconds: float = 16) -> None:
    """Wait until due runs are Late, or await a slot, and were offered to whoever polls for a while."""

    async def old() -> bool:
        rows = [await lab.rest.get(f"/flow_runs/{run}") for run in runs]
        now = datetime.now(UTC)
        ages = [(now - datetime.fromisoformat(row["created"])).total_seconds() for row in rows]
        due = [
            (now - datetime.fromisoformat(row["next_scheduled_start_time"])).total_seconds() for row in rows
        ]
        return min(*ages, *due) > seconds and {row["state_name"] for row in rows} <= LATE | AWAITING

    await lab.until(old, "the runs being left lying", 60)
