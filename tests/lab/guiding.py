"""A guide's question asked, its fix carried out as written, and what the server then shows of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.doors.healing import fixes_in
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.lab import A_DAY, Lab
from bot.lab.slots import run_as_new_code
from bot.lab.steps import Steps, run_line
from bot.turn import Conversation

from .stage import confirmed, tidy

Stay = tuple[datetime, datetime, int]  # from, until, slots


@dataclass
class Desk:
    """A lab, and the bot without a connection: how to set a limit up can be told without one."""

    lab: Lab
    bot: Conversation = field(default_factory=lambda: Conversation(knowledge()))

    async def fix(self, text: str, code: str, number: int = 0) -> Steps:
        """Return the guide's fix for a question; every guide says why the other limits are not it."""
        turn = await self.bot.say(Case(), text)
        assert confirmed(turn)[:1] == [code], turn.report["text"]
        assert "Not " in turn.report["text"]
        return (fixes_in(turn, code) or {})[number]

    async def commands(self, steps: Steps, *made: str) -> None:
        """Run the fix's commands; `made` are the limits they make, removed later."""
        for limit in made:
            self.lab.expect_limit(limit)
        for line in steps.commands:
            await run_line(self.lab, line)

    async def code(self, steps: Steps, times: int = 1) -> None:
        """Run the fix's snippet, so many times side by side."""
        assert steps.snippet
        labs = [Lab(self.lab.api_url, f"{self.lab.scenario}-{n}", self.lab.directory) for n in range(times)]
        code = replace(steps, commands=())
        await asyncio.gather(*(run_as_new_code(each, code) for each in labs))
        for each in labs:
            self.lab.ledger.made.flows += each.ledger.made.flows
            each.ledger.forget()
            await each.rest.close()

    async def stays(self, limit: str, count: int) -> list[Stay]:
        """Return when so many slots of a limit were taken and given back, as its events tell, in order."""
        own = (await self.lab.rest.get(f"/v2/concurrency_limits/{limit}"))["id"]
        wanted = {"resource": {"id": [f"prefect.concurrency-limit.{own}"]}}
        events: list[dict[str, Any]] = []

        async def told() -> bool:
            found = await self.lab.rest.post("/events/filter", {"filter": wanted, "limit": 50})
            events[:] = found["events"]
            taken, given = (
                sum(e["event"].endswith(kind) for e in events) for kind in (".acquired", ".released")
            )
            return bool(taken == given == count)

        await self.lab.until(told, f"the events of {limit}", 40)
        ended = {e["follows"]: e["occurred"] for e in events if e["event"].endswith(".released")}
        return sorted(
            (moment(e["occurred"]), moment(ended[e["id"]]), int(e["resource"]["slots-acquired"]))
            for e in events
            if e["event"].endswith(".acquired")
        )

    async def calls(self, limit: str, count: int) -> list[datetime]:
        """Return when so many slots of a rate limit were taken, in order."""
        own = (await self.lab.rest.get(f"/v2/concurrency_limits/{limit}"))["id"]
        acquired = {"name": ["prefect.concurrency-limit.acquired"]}
        wanted = {"resource": {"id": [f"prefect.concurrency-limit.{own}"]}, "event": acquired}
        events: list[dict[str, Any]] = []

        async def told() -> bool:
            events[:] = (await self.lab.rest.post("/events/filter", {"filter": wanted, "limit": 50}))[
                "events"
            ]
            return len(events) == count

        await self.lab.until(told, f"{count} calls of {limit}", 40)
        return sorted(moment(event["occurred"]) for event in events)

    async def deployment(self, name: str, queue: str | None = None, *, worker: bool = True) -> str:
        """Make a deployment in guide-pool, made before with a worker where there is none; returns its id."""
        if not self.lab.ledger.made.pools:
            await self.lab.pool("guide-pool")
            if queue:
                await self.lab.queue("guide-pool", queue)
            if worker:
                await self.lab.worker("guide-pool")
        return await self.lab.deployment(name, "guide-pool", queue=queue)

    async def one_goes_one_waits(self, first: str, second: str) -> str:
        """Start a run of each deployment; returns the state of the second while the first is Running."""
        runs = [await self.lab.run(deployment, seconds=A_DAY) for deployment in (first, second)]
        states: list[str] = []

        async def settled() -> bool:
            states[:] = [await self.lab.run_state(run) for run in runs]
            return "Running" in states and not {"Scheduled", "Pending"} & set(states)

        await self.lab.until(settled, "one run Running and the other waiting", 60)
        states.remove("Running")
        return states[0]

    async def task_stays(self, flow: str) -> list[Stay]:
        """Return when the task runs of a flow were Running."""
        runs = await self.lab.task_runs_of(flow)
        assert all(run["state_type"] == "COMPLETED" for run in runs)
        return [(moment(run["start_time"]), moment(run["end_time"]), 1) for run in runs]


def moment(text: str) -> datetime:
    """Return a moment that the server wrote."""
    return datetime.fromisoformat(text)


def most_at_once(stays: Iterable[Stay]) -> int:
    """Return the most slots that were taken at any moment."""
    stays = list(stays)
    return max(sum(slots for since, until, slots in stays if since <= at < until) for at, _, _ in stays)


@asynccontextmanager
async def desk_at(server: str, name: str, home: Path) -> AsyncIterator[Desk]:
    """Yield a desk whose lab is empty before and after."""
    async with Lab(server, name, home) as lab, tidy(lab):
        yield Desk(lab)
