"""A fix whose numbers nobody knows yet: its title names what to fill in, never the template."""

from __future__ import annotations

import pytest

from bot.engine.decide import PATIENCE
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.replies.templates import render_title
from bot.turn import Conversation

TITLES = sorted({fix.title for entry in knowledge().causes for fix in entry.cause.fixes})


@pytest.mark.parametrize("title", TITLES)
def test_no_title_shows_a_template(title: str) -> None:
    shown = text_of(render_title(title, {}))
    assert shown
    assert "{{" not in shown
    assert "{%" not in shown


def test_a_known_number_is_filled_in() -> None:
    assert text_of(render_title("Set it to {{ holders_known }}", {"holders_known": 3})) == "Set it to 3"


def test_an_unknown_number_is_a_word_to_fill_in() -> None:
    assert text_of(render_title("Set it to {{ holders_known }}", {})) == "Set it to <holders known>"


async def test_a_counter_without_numbers_is_told_in_words() -> None:
    talk, case = Conversation(knowledge()), Case()
    turn = await talk.say(case, "my tag limit db is stuck: its slots stay taken")
    assert turn.case.pending == "slots_unexplained"
    told = await talk.say(turn.case, "yes, more slots than runs")
    for _ in range(PATIENCE):
        told = await talk.say(told.case, "I don't know") if told.case.pending else told
    assert told.reply.fixes
    assert "{" not in told.report["text"]
