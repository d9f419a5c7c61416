"""Whatever is wrong with Prefect, the conversation goes on and says what could not be seen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.server import LocalPrefect, free_port
from bot.prefect_live.connection import PrefectLive
from bot.replies.markup import text_of
from bot.turn import Conversation, Turn
from tests.prefect_live.place import Place

from . import broken

STUCK = "my tag limit is stuck: slots stay taken though nothing runs"
WAYS = {
    "an HTML page": (broken.html, "was not JSON: is PREFECT_API_URL right (it ends in /api)?"),
    "a wrong key": (broken.wrong_key, "401: the key or auth string was refused; set PREFECT_API_KEY"),
    "a key that may not read": (broken.forbidden, "403 on /v2/concurrency_limits/filter: this key may not"),
    "half an answer": (broken.half_json, "was not JSON"),
    "another program": (broken.wrong_shape, "PREFECT_API_URL"),
    "a list of numbers": (broken.numbers, "PREFECT_API_URL"),
    "a cut connection": (broken.cut_off, "cannot be reached"),
}


@asynccontextmanager
async def talking_to(api_url: str) -> AsyncIterator[Conversation]:
    async with PrefectLive(api_url) as live:
        yield Conversation(knowledge(), live)


def goes_on(turn: Turn, words: str) -> None:
    """The same question is asked as without a Prefect, and one line says what could not be seen."""
    assert turn.reply.question is not None
    [line] = turn.reply.not_seen
    assert words in text_of(line)
    assert words in turn.report["text"]
    assert not [each for each in turn.report["verdicts"] if each["status"] == "confirmed"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_conversation_goes_on_without_what_cannot_be_seen(way: str) -> None:
    answer, words = WAYS[way]
    async with broken.serving(answer) as url, talking_to(url) as conversation:
        turn = await conversation.say(Case(), STUCK)
        goes_on(turn, words)
        question = turn.reply.question
        assert question is not None
        answered = await conversation.answer(turn.case, question.fact, question.options[0][0])
        assert answered.reply.question is None or answered.reply.question.fact != question.fact
        for blind in (await conversation.doctor(), await conversation.why("brave-otter")):
            assert text_of(blind.reply.headline) == "I could not look at Prefect, so I cannot tell."
            assert words in " ".join(text_of(line) for line in blind.reply.not_seen)


async def test_nobody_at_the_address_is_said_with_the_address() -> None:
    async with talking_to(f"http://127.0.0.1:{free_port()}/api") as conversation:
        turn = await conversation.say(Case(), STUCK)
    goes_on(turn, "cannot be reached")
    assert "http://127.0.0.1:" in turn.report["text"]


async def test_a_password_in_the_address_is_not_told() -> None:
    async with talking_to(f"http://me:hunter2@127.0.0.1:{free_port()}/api") as conversation:
        turn = await conversation.say(Case(), STUCK)
    goes_on(turn, "cannot be reached")
    assert "hunter2" not in str(turn.report)


async def test_a_slow_prefect_costs_one_wait_not_many() -> None:
    began = time.monotonic()
    async with broken.serving(broken.slow) as url, talking_to(url) as conversation:
        turn = await conversation.say(Case(), f"{STUCK}, why is run brave-otter waiting?")
    goes_on(turn, "did not answer within 5 s")
    assert time.monotonic() - began < 12, (
        "the look is given up after 5 s; the rest is room for a busy machine"
    )


async def test_without_a_prefect_the_reply_says_how_to_connect_one() -> None:
    conversation = Conversation(knowledge())
    goes_on(await conversation.say(Case(), STUCK), "PREFECT_API_URL")
    for turn in (await conversation.doctor(), await conversation.why("brave-otter")):
        assert "no Prefect is connected" in text_of(turn.reply.headline)
        assert "PREFECT_API_URL" in text_of(turn.reply.not_seen[0])
        assert turn.report["verdicts"] == []


@pytest.mark.live
async def test_an_old_server_without_an_endpoint_leaves_the_rest_to_see(
    local_prefect: LocalPrefect, place: Place
) -> None:
    pool = await place.pool(concurrency_limit=1)
    old = broken.passing_on(local_prefect.api_url, {"/v2/": 404, "/admin/": 404, "/events/": 404})
    async with broken.serving(old) as url, talking_to(url) as conversation:
        turn = await conversation.doctor()
    await place.rest.delete(f"/work_pools/{pool}")
    unseen = [text_of(line) for line in turn.reply.not_seen]
    assert "404 on /v2/concurrency_limits/filter: this server does not have it" in " ".join(unseen)
    assert text_of(turn.reply.headline).startswith("I found no fault in what I could see: ")
