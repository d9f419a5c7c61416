"""A worker of one pool as the server sees it: heartbeats, polls, proposes states, renews leases.

It stands in for `prefect worker start` because it starts in half a second. A run of it sleeps for
the `seconds` of its parameters and, with `child` ("flow/deployment"), waits for a child run as
run_deployment does, or for as many as `children` says. Once it is cancelled, it works on for
`cleanup_seconds`, as slow hooks do.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.errors import BotError
from bot.lab.rest import LabFailed, Rest

POLL_SECONDS = 2.0
LOST_AFTER_SECONDS = 60.0
BEAT_SECONDS = 5.0
PAUSES = (2, 4, 8, 16, 32)  # as the Prefect client does
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
Run = dict[str, Any]


def now() -> datetime:
    """Return the time with its zone."""
    return datetime.now(UTC)


async def propose(rest: Rest, run_id: str, kind: str) -> bool:
    """Propose a state as worker and engine do, again and again to a busy server; whether it was accepted."""
    body = {"state": {"type": kind}, "force": False}
    for pause in PAUSES:
        try:
            answer = await rest.post(f"/flow_runs/{run_id}/set_state", body)
        except LabFailed as busy:
            if " 503 " not in str(busy) or pause == PAUSES[-1]:
                raise
            await asyncio.sleep(pause)
            continue
        if answer["status"] != "WAIT":  # a run that was taken before its time is told to wait for it
            return bool(answer["status"] == "ACCEPT")
        await asyncio.sleep(answer["details"].get("delay_seconds") or 1)
    return False


async def start_children(rest: Rest, run: Run) -> list[str]:
    """Create the child runs that a run's parameters tell of; returns their ids."""
    wanted = run["parameters"]
    number = wanted.get("children", 1) if "child" in wanted else 0
    seconds = wanted.get("child_seconds", 1)
    return [await start_child(rest, run, wanted["child"], seconds) for _ in range(number)]


async def start_child(rest: Rest, run: Run, child: str, seconds: float) -> str:
    """Create the child run below a task run of the parent."""
    task = {
        "flow_run_id": run["id"],
        "name": child,
        "task_key": child,
        "dynamic_key": str(uuid4()),
        "state": {"type": "RUNNING", "name": "Running"},
    }
    parent = await rest.post("/task_runs/", task)
    deployment = await rest.get(f"/deployments/name/{child}")
    due = (now() - timedelta(seconds=60)).isoformat()  # so that it counts as late at once
    body = {
        "parent_task_run_id": parent["id"],
        "parameters": {"seconds": seconds},
        "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": due}},
    }
    made = await rest.post(f"/deployments/{deployment['id']}/create_flow_run", body)
    return str(made["id"])


async def show_life(rest: Rest, run: Run) -> None:
    """Renew the deployment lease and send the heartbeat event, as the engine does."""
    lease = run["state"]["state_details"].get("deployment_concurrency_lease_id")
    if lease:
        body = {"lease_duration": 300}
        await rest.post(f"/v2/concurrency_limits/leases/{lease}/renew", body, allow=(410, 404))
    event = {
        "id": str(uuid4()),
        "occurred": now().isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {
            "prefect.resource.id": f"prefect.flow-run.{run['id']}",
            "prefect.resource.name": run["name"],
        },
    }
    await rest.post("/events", [event])


async def clean_up(rest: Rest, run: Run) -> None:
    """Do what a cancelled run still has to do, then end it."""
    ends = time.monotonic() + run["parameters"].get("cleanup_seconds", 0)
    while time.monotonic() < ends:
        await show_life(rest, run)
        await asyncio.sleep(BEAT_SECONDS)
    await propose(rest, run["id"], "CANCELLED")


async def execute(rest: Rest, run_id: str) -> None:
    """Take one run through its states until it is done or someone else ended it."""
    if not await propose(rest, run_id, "PENDING") or not await propose(rest, run_id, "RUNNING"):
        return
    run = await rest.get(f"/flow_runs/{run_id}")
    parameters = run["parameters"]
    children = await start_children(rest, run)
    ends = time.monotonic() + parameters.get("seconds", 1)
    beats = 0.0
    while children or time.monotonic() < ends:
        run = await rest.get(f"/flow_runs/{run_id}", allow=(404,))
        if run is not None and run["state_type"] == "CANCELLING":
            await clean_up(rest, run)
            return
        if run is None or run["state_type"] != "RUNNING":
            return
        if time.monotonic() > beats:
            await show_life(rest, run)
            beats = time.monotonic() + BEAT_SECONDS
        if children and (await rest.get(f"/flow_runs/{children[0]}"))["state_type"] in FINAL:
            children, ends = children[1:], 0.0
        await asyncio.sleep(1)
    await propose(rest, run_id, "COMPLETED")


class LightWorker:
    """One worker; `plan` has api_url, release (of Prefect), pool, name and queues (empty for all).

    It may have heartbeat (seconds), limit (runs at a time), behind (seconds its clock is behind) and
    every (seconds between its polls).
    """

    def __init__(self, rest: Rest, plan: dict[str, Any]) -> None:
        self.rest, self.plan = rest, plan
        self.path = f"/work_pools/{plan['pool']}"
        self.running: dict[str, asyncio.Task[None]] = {}
        self.next_poll = 0.0

    def clock(self) -> datetime:
        """Return the time by this worker's own clock."""
        return now() - timedelta(seconds=self.plan.get("behind", 0))

    async def say_started(self) -> None:
        """Send the event with which a worker begins, with the time of its own clock."""
        pool = await self.rest.get(self.path)
        event = {
            "id": str(uuid4()),
            "occurred": self.clock().isoformat(),
            "event": "prefect.worker.started",
            "resource": {
                "prefect.resource.id": f"prefect.worker.process.{self.plan['name']}",
                "prefect.resource.name": self.plan["name"],
            },
            "related": [
                {
                    "prefect.resource.id": f"prefect.work-pool.{pool['id']}",
                    "prefect.resource.role": "work-pool",
                    "prefect.resource.name": pool["name"],
                }
            ],
        }
        await self.rest.post("/events", [event])

    async def turn(self) -> None:
        """Beat, poll, start what was handed out."""
        beat = {"name": self.plan["name"], "heartbeat_interval_seconds": self.plan.get("heartbeat", 30)}
        await self.rest.post(f"{self.path}/workers/heartbeat", beat)
        if time.monotonic() < self.next_poll:
            return
        self.next_poll = time.monotonic() + self.plan.get("every", 0)
        body: dict[str, Any] = {"scheduled_before": (self.clock() + timedelta(seconds=10)).isoformat()}
        if self.plan["queues"]:
            body["work_queue_names"] = self.plan["queues"]
        self.running = {run: task for run, task in self.running.items() if not task.done()}
        for item in await self.rest.post(f"{self.path}/get_scheduled_flow_runs", body):
            run_id = item["flow_run"]["id"]
            if len(self.running) >= self.plan.get("limit", len(self.running) + 1):
                break
            if run_id not in self.running:
                self.running[run_id] = asyncio.create_task(self.one(run_id))

    async def one(self, run_id: str) -> None:
        """Execute a run; what goes wrong with it is printed and ends only this run."""
        try:
            await execute(self.rest, run_id)
        except BotError as error:
            print(run_id, error, flush=True)

    async def work(self) -> None:
        """Work until the server is gone for a minute."""
        await self.say_started()
        seen = time.monotonic()
        while time.monotonic() - seen < LOST_AFTER_SECONDS:
            try:
                await self.turn()
                seen = time.monotonic()
            except BotError as error:
                print(error, flush=True)
            await asyncio.sleep(POLL_SECONDS)


async def main() -> None:
    """Argument: the plan as JSON."""
    plan = json.loads(sys.argv[1])
    async with Rest(plan["api_url"], plan["release"]) as rest:
        await LightWorker(rest, plan).work()


if __name__ == "__main__":
    asyncio.run(main())
