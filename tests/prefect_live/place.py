"""State made through Prefect's own REST API, under names no other test uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.engine.facts import Subject
from bot.engine.findings import Findings, Hints
from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive


def named(kind: str) -> str:
    return f"{kind}-{uuid4().hex[:8]}"


@dataclass
class Place:
    """A workspace under test."""

    rest: Rest

    async def deployment(self, pool: str | None = None, **more: Any) -> dict[str, Any]:
        flow = await self.rest.post("/flows/", {"name": named("flow")})
        body = {"name": named("deploy"), "flow_id": flow["id"], "work_pool_name": pool, **more}
        made: dict[str, Any] = await self.rest.post("/deployments/", body)
        return {**made, "full_name": f"{flow['name']}/{made['name']}"}

    async def pool(self, **more: Any) -> str:
        name = named("pool")
        await self.rest.post("/work_pools/", {"name": name, "type": "process", **more})
        return name

    async def run(self, deployment: str, late_seconds: float = 0, **more: Any) -> str:
        due = (datetime.now(UTC) - timedelta(seconds=late_seconds)).isoformat()
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
        made = await self.rest.post(f"/deployments/{deployment}/create_flow_run", {"state": state, **more})
        return str(made["id"])

    async def flow_run(self, state: str = "RUNNING") -> str:
        flow = await self.rest.post("/flows/", {"name": named("flow")})
        made = await self.rest.post("/flow_runs/", {"flow_id": flow["id"], "state": {"type": state}})
        return str(made["id"])

    async def task_run(self, flow_run: str | None, state: str, tags: list[str], **more: Any) -> str:
        body = {"flow_run_id": flow_run, "task_key": "work", "dynamic_key": uuid4().hex, "tags": tags}
        made = await self.rest.post("/task_runs/", {**body, "state": {"type": state}, **more})
        return str(made["id"])

    async def move(self, run: str, state: str) -> str:
        answer = await self.rest.post(f"/flow_runs/{run}/set_state", {"state": {"type": state}})
        return str(answer["state"]["name"])

    async def tag(self, slots: int) -> str:
        tag = named("tag")
        await self.rest.post("/concurrency_limits/", {"tag": tag, "concurrency_limit": slots})
        return tag

    async def limit(self, slots: int, **more: Any) -> dict[str, Any]:
        body = {"name": named("gcl"), "limit": slots, **more}
        made: dict[str, Any] = await self.rest.post("/v2/concurrency_limits/", body)
        return made

    async def take(self, limit: str, task_run: str | None = None) -> None:
        holder = {"holder": {"type": "task_run", "id": task_run}} if task_run else {}
        body = {"names": [limit], "slots": 1, "mode": "concurrency", "lease_duration": 300, **holder}
        await self.rest.post("/v2/concurrency_limits/increment-with-lease", body)

    async def slot_event(
        self, limit: dict[str, Any], what: str, *runs: str, ago: float = 0, follows: str | None = None
    ) -> str:
        """Send the event of a slot acquired or released, as a client does once it has done so."""
        resource = {"prefect.resource.id": f"prefect.concurrency-limit.{limit['id']}", "slots-acquired": "1"}
        related = [{"prefect.resource.id": f"prefect.flow-run.{run}"} for run in runs]
        event = {
            "id": str(uuid4()),
            "occurred": (datetime.now(UTC) - timedelta(seconds=ago)).isoformat(),
            "event": f"prefect.concurrency-limit.{what}",
            "resource": {**resource, "prefect.resource.name": limit["name"]},
            "related": [{**one, "prefect.resource.role": "flow-run"} for one in related],
            "follows": follows,
        }
        await self.rest.post("/events", [event])
        return str(event["id"])

    async def look(self, *names: str, run: str = "", silent_after: float = 600) -> Findings:
        async with PrefectLive(self.rest.api_url, silent_after=silent_after) as live:
            return await live.look(live.probes, Hints(names, run))


def subject(found: Findings, own: str) -> Subject:
    return next(one for one in found.subjects if one.id == own)


def fact(found: Findings, name: str) -> Any:
    return next(one.value for one in found.facts if one.name == name)


def closed(found: Findings) -> list[str]:
    return [gate.name for gate in found.gates if gate.state == "closed"]
