"""Answering, not knowing, going back, answering anew, starting over."""

from __future__ import annotations

from bot.engine.facts import Case
from bot.house import SlackConversation
from bot.knowledge.load import knowledge
from bot.replies.reply import QuestionView
from bot.turn import Conversation, Turn

ALONE = Conversation(knowledge())
STUCK = "my tag limit is stuck: slots stay taken though nothing runs"


def asked(turn: Turn) -> QuestionView:
    assert turn.reply.question is not None
    return turn.reply.question


async def test_i_dont_know_leads_on_and_is_not_asked_again() -> None:
    turn = await ALONE.say(Case(), STUCK)
    seen: list[str] = []
    while turn.reply.question is not None:
        assert turn.reply.question.fact not in seen
        seen.append(turn.reply.question.fact)
        turn = await ALONE.answer(turn.case, turn.reply.question.fact, None)
        assert len(seen) < 15, "questions come to an end"
    assert seen
    assert turn.report["text"]


async def test_back_asks_the_last_question_again() -> None:
    first = await ALONE.say(Case(), STUCK)
    second = await ALONE.answer(first.case, asked(first).fact, None)
    back = await ALONE.back(second.case)
    assert asked(back) == asked(first)
    assert back.report["verdicts"] == first.report["verdicts"]


async def test_back_before_any_answer_changes_nothing() -> None:
    first = await ALONE.say(Case(), STUCK)
    assert (await ALONE.back(first.case)).report == first.report


async def test_an_answer_given_anew_replaces_the_earlier_one() -> None:
    first = await ALONE.say(Case(), STUCK)
    fact, options = asked(first).fact, asked(first).options
    yes, no = options[0][0], options[1][0]
    changed = await ALONE.answer((await ALONE.answer(first.case, fact, yes)).case, fact, no)
    at_once = await ALONE.answer(first.case, fact, no)
    assert changed.report == at_once.report
    unknown = await ALONE.answer(changed.case, fact, None)
    assert unknown.case.value(fact) is None


async def test_starting_over_forgets_everything_but_the_thread() -> None:
    slack = SlackConversation(ALONE)
    case, _ = await slack.say(Case(id="thread"), STUCK)
    fresh, reply = await slack.start_over(case)
    assert fresh == Case(id="thread")
    assert reply.headline
