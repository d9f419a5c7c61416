"""What a person writes later in the same conversation."""

from __future__ import annotations

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.turn import Conversation

ALONE = Conversation(knowledge())
LEASE = "Concurrency lease renewal failed - slots are no longer reserved."


async def test_facts_count_without_the_word_limit() -> None:
    first = await ALONE.say(Case(), LEASE)
    assert first.reply.question is not None
    assert first.reply.question.fact == "hosting"
    then = await ALONE.say(first.case, "self hosted, 3.6.2 on kubernetes")
    assert then.case.value("hosting") == "self_hosted"
    assert then.reply.question is None or then.reply.question.fact != "hosting"


async def test_a_remark_about_something_else_gets_one_line_and_changes_nothing() -> None:
    first = await ALONE.say(Case(), LEASE)
    then = await ALONE.say(first.case, "why is the sky blue")
    assert text_of(then.reply.headline).startswith("That tells me nothing about the limit.")
    assert then.case == first.case
    assert then.reply.question is None
