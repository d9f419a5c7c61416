"""What people write that is no question: one clear reply, always."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.turn import Conversation

PURPOSE = "I only know Prefect concurrency limits"
STUCK = "my tag limit is stuck: slots stay taken though nothing runs"
ALONE = Conversation(knowledge())


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("", "That was empty. " + PURPOSE),
        (" \n\t ", "That was empty. " + PURPOSE),
        ("\x00\x01\x02\xff" * 500, "That does not look like text I can read. " + PURPOSE),
        ("how do I bake bread?", PURPOSE),
        ("Как испечь хлеб?", PURPOSE),
        ("パンの焼き方を教えてください", PURPOSE),
        ("a" * 100_000, PURPOSE),
        ("the quick brown fox\n" * 5_000, PURPOSE),
    ],
)
async def test_what_is_not_about_limits_is_answered_in_one_line(text: str, begins: str) -> None:
    turn = await ALONE.say(Case(), text)
    assert text_of(turn.reply.headline).startswith(begins)
    assert turn.report["text"] == text_of(turn.reply.headline)
    assert not turn.report["in_scope"]


async def test_a_huge_log_around_one_line_is_read() -> None:
    noise = "12:00:00.000 | INFO    | Flow run 'brave-otter' - all is well\n" * 700
    turn = await ALONE.say(Case(), f"{noise}my tag limit is stuck: slots stay taken\n{noise}")
    assert turn.report["in_scope"]
    assert len(turn.report["text"]) < 5_000


@pytest.mark.parametrize("text", ["", "\x00\x01\x02\xff" * 500])
async def test_in_a_conversation_too_an_empty_text_is_told_and_nothing_forgotten(text: str) -> None:
    began = await ALONE.say(Case(), STUCK)
    turn = await ALONE.say(began.case, text)
    assert PURPOSE in text_of(turn.reply.headline)
    assert turn.case == began.case


async def test_thanks_are_not_answered_with_the_whole_verdict_again() -> None:
    began = await ALONE.say(Case(), STUCK)
    turn = await ALONE.say(began.case, "thanks a lot!")
    assert turn.reply.fixes == ()
    assert "write it here" in text_of(turn.reply.headline)
    assert turn.case == began.case
