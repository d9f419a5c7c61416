"""Talks for tests: one text after the other, without a Prefect to look at."""

from __future__ import annotations

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation, Turn

ALONE = Conversation(knowledge())
LEASE = "Concurrency lease renewal failed - slots are no longer reserved."
TAG = "my tag limit db is stuck: its slots stay taken"
KNOWN = {"hosting": "self-hosted", "log_origin": "the flow log", "lease_storage": "memory"}


async def talk(*texts: str) -> Turn:
    """Say one thing after the other; return the last turn."""
    case = Case()
    for text in texts:
        turn = await ALONE.say(case, text)
        case = turn.case
    return turn


async def asked_for(fact: str, *texts: str) -> Turn:
    """Say these, then answer what is asked until this fact is asked for."""
    turn = await talk(*texts)
    while turn.case.pending != fact:
        assert turn.case.pending, f"{fact} was never asked for"
        turn = await ALONE.say(turn.case, KNOWN.get(turn.case.pending, "I don't know"))
    return turn


def confirmed(turn: Turn) -> list[str]:
    """The codes of the confirmed causes, best first."""
    return [verdict["code"] for verdict in turn.report["verdicts"] if verdict["status"] == "confirmed"]


def facts(turn: Turn) -> dict[str, object]:
    """What is known, by name."""
    return {name: fact.value for name, fact in turn.case.facts.items()}
