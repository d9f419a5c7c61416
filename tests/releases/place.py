"""The things that commands with stand-ins name, made anew on a server before each of them runs."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from bot.knowledge.told_commands import RUN_ID
from bot.lab.rest import Rest

LIMITS = ("1", "NAME", "LIMIT", "my-limit", "my-rate", f"deployment:{RUN_ID}")
TAGS = ("1", "my-tag")
POOLS = {"1": ("1", "QUEUE"), "my-pool": ("my-queue",)}
THERE_ALREADY = (409,)


@dataclass
class Place:
    """A server under test."""

    rest: Rest

    async def prepare(self, line: str) -> str:
        """Make what a command needs and return it with a real run's id."""
        words = shlex.split(line)
        if "gcl" in words:
            await self._limits(words)
        if "concurrency-limit" in words or any(word.startswith("tag:") for word in words):
            for tag in TAGS:
                await self.rest.post("/concurrency_limits/", {"tag": tag, "concurrency_limit": 5})
        if words[1].startswith(("work", "deployment")):
            await self._pools()
        if words[1:3] == ["work-queue", "create"]:
            pool = words[words.index("--pool") + 1]
            await self.rest.delete(f"/work_pools/{pool}/queues/{words[3]}")
        if words[1] == "deployment" and words[-1] == "1":
            line = shlex.join([*words[:-1], "1/1"])  # a deployment is named with its flow
        return line.replace(RUN_ID, await self.running()) if RUN_ID in words else line

    async def _limits(self, words: list[str]) -> None:
        for name in LIMITS:
            await self.rest.post("/v2/concurrency_limits/", {"name": name, "limit": 5}, allow=THERE_ALREADY)
        if words[2] == "create":
            await self.rest.delete(f"/v2/concurrency_limits/{words[3]}")
        if words[2] in {"enable", "disable"}:
            await self.rest.patch(f"/v2/concurrency_limits/{words[3]}", {"active": words[2] == "disable"})

    async def _pools(self) -> None:
        for pool, queues in POOLS.items():
            await self.rest.post("/work_pools/", {"name": pool, "type": "process"}, allow=THERE_ALREADY)
            for queue in queues:
                await self.rest.post(f"/work_pools/{pool}/queues", {"name": queue}, allow=THERE_ALREADY)
        flow = await self.rest.post("/flows/", {"name": "1"})
        body = {"name": "1", "flow_id": flow["id"], "work_pool_name": "1"}
        body |= {"parameter_openapi_schema": {"type": "object", "properties": {}}}  # 3.4.8 fails without one
        await self.rest.post("/deployments/", body)

    async def running(self) -> str:
        """Start a flow run that says it runs, and return its id."""
        flow = await self.rest.post("/flows/", {"name": "some-flow"})
        made = await self.rest.post("/flow_runs/", {"flow_id": flow["id"], "state": {"type": "RUNNING"}})
        return str(made["id"])

    async def workers(self, pool: str) -> int:
        """Return how many workers of a pool are online."""
        found = await self.rest.post(f"/work_pools/{pool}/workers/filter", {})
        return sum(worker["status"] == "ONLINE" for worker in found)
