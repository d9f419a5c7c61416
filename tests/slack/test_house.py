"""The Slack room's short commands, with nothing behind them."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.house import SlackConversation
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.replies.plain import plain_text
from bot.replies.reply import Reply
from bot.turn import Conversation

SLACK = SlackConversation(Conversation(knowledge()))


def only_line(reply: Reply) -> str:
    assert reply == Reply("guide", reply.headline)
    return text_of(reply.headline)


async def test_with_no_answer_to_take_back_that_is_all_that_is_said() -> None:
    case, _ = await SLACK.say(
        Case(id="thread"), "my tag limit is stuck: slots stay taken though nothing runs"
    )
    same, reply = await SLACK.back(case)
    assert same == case
    assert only_line(reply) == "There is no answer to take back."


@pytest.mark.parametrize(("what", "how"), [("limit", "limit NAME"), ("run", "run URL")])
async def test_a_command_that_names_nothing_says_how_to_ask(what: str, how: str) -> None:
    _, reply = await getattr(SLACK, what)("")
    assert f"/concurrency {how}" in only_line(reply)


async def test_a_limit_cannot_be_looked_at_without_prefect() -> None:
    _, reply = await SLACK.limit("db-write")
    assert "no Prefect is connected" in text_of(reply.headline)
    assert not reply.fixes


async def test_help_names_every_short_command() -> None:
    told = plain_text((await SLACK.help())[1])
    for command in ("status", "limit NAME", "run URL", "back", "start over"):
        assert command in told
