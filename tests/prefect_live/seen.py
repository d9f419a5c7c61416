"""A Prefect that was seen once: what would be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.engine.facts import Case
from bot.engine.findings import Findings, Hints
from bot.knowledge.load import knowledge
from bot.prefect_live.asking import Row
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.judge import judge
from bot.prefect_live.snapshot import Snapshot
from bot.turn import Conversation, Turn

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SETTINGS = {
    "server": {
        "concurrency": {"lease_storage": "prefect.server.concurrency.lease_storage.memory"},
        "services": {"repossessor": {"enabled": True}, "event_persister": {"enabled": True}},
        "database": {"driver": "postgresql+asyncpg"},
    }
}


@dataclass(frozen=True)
class Seen:
    """Prefect as it was seen."""

    read: Snapshot
    probes: frozenset[str] = PrefectLive.probes

    @property
    def api_url(self) -> str:
        """Return where it was seen."""
        return self.read.api_url

    async def look(self, probes: frozenset[str], hints: Hints) -> Findings:
        """Say what it shows."""
        return judge(self.read, probes, hints)


async def told(read: Snapshot, text: str) -> Turn:
    return await Conversation(knowledge(), Seen(read)).say(Case(), text)


async def answered(read: Snapshot, text: str, answer: str) -> Turn:
    """What is told of it to who asks and then answers the question that is asked."""
    conversation = Conversation(knowledge(), Seen(read))
    turn = await conversation.say(Case(), text)
    assert turn.case.pending, turn.report["text"]
    return await conversation.say(turn.case, answer)


def snapshot(version: str = "3.8.8", **known: Any) -> Snapshot:
    return Snapshot(api_url="http://127.0.0.1:4200/api", now=NOW, version=version, settings=SETTINGS, **known)


def at(seconds: float) -> str:
    return (NOW - timedelta(seconds=seconds)).isoformat()


def limit(name: str, most: int, used: int, moved: float, age: float = 86400.0) -> Row:
    own = {"id": f"limit-{name}", "name": name, "limit": most, "active_slots": used, "active": True}
    return {**own, "slot_decay_per_second": 0.0, "created": at(age), "updated": at(moved)}


def run(name: str, state: str = "Running", age: float = 300.0, **more: Any) -> Row:
    """A flow run that has been in its state for so many seconds."""
    nothing = ("deployment_id", "work_pool_name", "work_queue_name", "work_queue_id", "parent_task_run_id")
    details = more.pop("details", {})
    return {
        **dict.fromkeys((*nothing, "next_scheduled_start_time", "end_time", "infrastructure_pid")),
        "id": name,
        "name": name,
        "flow_id": "flow",
        "tags": [],
        "state_name": state,
        "state_type": {"AwaitingRetry": "SCHEDULED", "AwaitingConcurrencySlot": "SCHEDULED"}.get(
            state, state.upper()
        ),
        **dict.fromkeys(("expected_start_time", "start_time", "created"), at(age)),
        "state": {"timestamp": at(age), "message": "", "state_details": details},
        **more,
    }


def task(name: str, flow_run: str, state: str = "Running", age: float = 100.0, tag: str = "db") -> Row:
    return {
        "id": name,
        "name": name,
        "flow_run_id": flow_run,
        "tags": [tag],
        "state_name": state,
        "state_type": "SCHEDULED" if state == "AwaitingRetry" else state.upper(),
        "start_time": at(age),
        "task_inputs": {},
        "state": {"timestamp": at(age), "message": ""},
    }


def acquired(flow_run: str, ago: float, task_run: str = "", kind: str = "acquired", follows: str = "") -> Row:
    """An event of a slot, so many seconds ago."""
    ids = [f"prefect.{what}.{own}" for what, own in (("flow-run", flow_run), ("task-run", task_run)) if own]
    return {
        "id": f"{kind}-{flow_run}-{task_run}-{ago}",
        "event": f"prefect.concurrency-limit.{kind}",
        "occurred": at(ago),
        "received": at(ago),
        "follows": follows or None,
        "payload": {},
        "resource": {"prefect.resource.id": "prefect.concurrency-limit.x", "slots-acquired": "1"},
        "related": [{"prefect.resource.id": each} for each in ids],
    }


def by_id(*rows: Row) -> dict[str, Row]:
    return {row["id"]: row for row in rows}
