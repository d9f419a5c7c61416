"""Asked among healthy and unhealthy noise, the bot names the one thing that makes runs wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.play import break_scenario, cleanup_scenario
from bot.lab.scenario import find_plays
from bot.lab.server import LocalPrefect
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation, Turn

pytestmark = pytest.mark.live
WAITS = "Why are my recent flow runs taking so long to start?"
FIVE_WAYS = ("late-no-worker", "pool-full", "queue-full", "deployment-full", "tag-full")


@pytest.fixture(scope="session")
async def conversation(local_prefect: LocalPrefect) -> AsyncIterator[Conversation]:
    live = PrefectLive.configured(local_prefect.api_url)
    assert live is not None
    async with live:
        yield Conversation(knowledge(), live)


def confirmed(turn: Turn) -> list[str]:
    """The codes of the confirmed verdicts, best first."""
    return [verdict["code"] for verdict in turn.report["verdicts"] if verdict["status"] == "confirmed"]


async def settled(conversation: Conversation, opening: str) -> Turn:
    """Ask; ask again while the bot itself says that slots moved just now."""
    for _ in range(12):
        turn = await conversation.say(Case(), opening)
        if not any("within the last seconds" in reason["why"] for reason in turn.report["unavailable"]):
            return turn
        await asyncio.sleep(1)
    return turn


@pytest.mark.parametrize("name", FIVE_WAYS)
async def test_among_noise_the_right_thing_is_named_and_nothing_else(
    name: str, conversation: Conversation, local_prefect: LocalPrefect
) -> None:
    scenario = find_plays()[name].scenario
    noise = ("healthy-busy", "limit-inactive", "global-limit-zero")
    for each in (*noise, name):
        await break_scenario(local_prefect.api_url, each)
    try:
        turn = await settled(conversation, WAITS)
    finally:
        for each in (*noise, name):
            await cleanup_scenario(local_prefect.api_url, each)
    assert confirmed(turn) == [scenario.cause], turn.report["text"]
    assert [own for own in scenario.names.values() if own in turn.report["text"]]
    for other in noise:
        for foreign in find_plays()[other].scenario.names.values():
            assert foreign not in turn.report["text"]


async def test_the_same_facts_give_the_same_words(conversation: Conversation) -> None:
    asked = [await conversation.say(Case(), "how do I set up a tag limit for my tasks?") for _ in range(2)]
    assert asked[0].report == asked[1].report
