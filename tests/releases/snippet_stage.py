"""What snippets name, made on a server, and what must be true once a snippet ran."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

from bot.lab.rest import Rest

STAR = "*"
Row = Mapping[str, Any]


def run_state(text: str) -> str:
    """Return the state in which a snippet expects its runs."""
    return "PAUSED" if "resume" in text else "CANCELLING" if "stuck in Cancelling" in text else "RUNNING"


@dataclass
class Stage:
    """One snippet's things on a server, under names no other snippet uses."""

    rest: Rest
    own: str = field(default_factory=lambda: uuid4().hex[:6])
    made: dict[str, Any] = field(default_factory=dict)

    async def value(self, constant: str, pattern: str, text: str) -> str:
        """Return what a constant is filled with; `pattern` is the knowledge's, with `*` for its facts."""
        if STAR not in pattern:
            return pattern
        tagged = constant == "TAG" or f"tags=[{constant}" in text
        if tagged or pattern.startswith("tag:"):
            return pattern.replace(STAR, await self.tag())
        if figure := re.search(rf"(?m)^{constant} = (\d+)$", text):
            return "2" if constant == "LIMIT" else figure[1]
        if constant in {"FLOW", "QUEUE"} or (constant == "DEPLOYMENT" and "FLOW" in text):
            return f"{constant.lower()}-{self.own}"
        makers: Mapping[str, Callable[[], Awaitable[str]]] = {
            "LIMIT": partial(self.limit, "rate" if "rate_limit(" in text else ""),
            "FIRST": self.limit,
            "SECOND": self.limit,
            "DEPLOYMENT": self.deployment,
            "CHILD": self.deployment,
            "DEPLOYMENTS": self.deployments,
            "POOL": self.pool,
            "RUN_IDS": partial(self.run, run_state(text)),
            "STATES": self.state_names,
        }
        return await makers[constant]()

    async def limit(self, kind: str = "") -> str:
        """Make a global limit; one whose slots come back for rate limits."""
        name = f"limit-{uuid4().hex[:6]}"
        decay = {"slot_decay_per_second": 5.0} if kind == "rate" else {}
        row = await self.rest.post("/v2/concurrency_limits/", {"name": name, "limit": 5, **decay})
        self.made.setdefault("limits", []).append(row)
        return name

    async def full_limit(self) -> str:
        """Make a global limit all of whose slots are taken."""
        name = await self.limit()
        taken = {"names": [name], "slots": 5, "mode": "concurrency"}
        await self.rest.post("/v2/concurrency_limits/increment", taken)
        return name

    async def tag(self) -> str:
        name = f"tag-{uuid4().hex[:6]}"
        await self.rest.post("/concurrency_limits/", {"tag": name, "concurrency_limit": 5})
        self.made["tag"] = name
        return name

    async def pool(self) -> str:
        name = f"pool-{self.own}"
        await self.rest.post("/work_pools/", {"name": name, "type": "process"}, allow=(409,))
        return name

    async def deployment(self) -> str:
        flow = await self.rest.post("/flows/", {"name": f"flow-{self.own}"})
        body = {
            "name": f"deploy-{uuid4().hex[:6]}",
            "flow_id": flow["id"],
            "work_pool_name": await self.pool(),
        }
        await self.rest.post(
            f"/work_pools/pool-{self.own}/queues", {"name": f"queue-{self.own}"}, allow=(409,)
        )
        body |= {"concurrency_limit": 1, "parameter_openapi_schema": {"type": "object", "properties": {}}}
        # Servers before 3.6.6 drop the grace period.
        body |= {"concurrency_options": {"collision_strategy": "ENQUEUE", "grace_period_seconds": 120}}
        row = await self.rest.post("/deployments/", body)
        self.made.setdefault("deployments", []).append(row["id"])
        self.made.setdefault("options", []).append(row["concurrency_options"])
        return f"flow-{self.own}/{row['name']}"

    async def deployments(self) -> str:
        return f"{await self.deployment()},{await self.deployment()}"

    async def run(self, state: str) -> str:
        """Make a flow run in this state."""
        flow = await self.rest.post("/flows/", {"name": f"flow-{self.own}"})
        began = "PENDING" if state == "PENDING" else "RUNNING"
        made = await self.rest.post("/flow_runs/", {"flow_id": flow["id"], "state": {"type": began}})
        details = {"pause_reschedule": False, "pause_timeout": "2999-01-01T00:00:00Z"}
        if state != began:
            wanted = {"type": state, "state_details": details if state == "PAUSED" else {}}
            await self.rest.post(f"/flow_runs/{made['id']}/set_state", {"state": wanted})
        self.made.setdefault("runs", []).append(made["id"])
        return str(made["id"])

    async def state_names(self) -> str:
        """Return the names of the states in which the runs were made, as a person reads them."""
        return ",".join(
            [(await self.rest.get(f"/flow_runs/{run}"))["state_name"] for run in self.made["runs"]]
        )

    async def states(self) -> set[str]:
        """Return the states of the runs made here."""
        return {(await self.rest.get(f"/flow_runs/{run}"))["state_type"] for run in self.made["runs"]}

    async def deployed(self) -> list[Row]:
        """Return the deployments made here as they are now."""
        return [await self.rest.get(f"/deployments/{own}") for own in self.made["deployments"]]

    async def acquired(self, limit: Row) -> int:
        """Return how many times a slot of a limit was taken."""
        wanted = {
            "event": {"name": ["prefect.concurrency-limit.acquired"]},
            "resource": {"id": [f"prefect.concurrency-limit.{limit['id']}"]},
        }
        found = await self.rest.post("/events/filter", {"filter": wanted, "limit": 50})
        return len(found["events"])
