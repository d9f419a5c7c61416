"""A fix whose numbers nobody knows yet: its title names what to fill in, never the template."""

from __future__ import annotations

import pytest

from bot.engine.decide import PATIENCE
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.replies.templates import render_danger, render_title
from bot.turn import Conversation

FIXES = [fix for entry in knowledge().causes for fix in entry.cause.fixes]
DANGERS = sorted({fix.danger for fix in FIXES if fix.danger})
TITLES = sorted({fix.title for fix in FIXES})


@pytest.mark.parametrize("title", TITLES)
def test_no_title_shows_a_template(title: str) -> None:
    shown = text_of(render_title(title, {}))
    assert shown
    assert "{{" not in shown
    assert "{%" not in shown


@pytest.mark.parametrize("danger", DANGERS)
def test_no_danger_is_left_out_and_none_shows_a_template(danger: str) -> None:
    shown = text_of(render_danger(danger, {}))
    assert shown
    assert "{{" not in shown
    assert "{%" not in shown


def test_a_danger_names_what_is_not_known_and_counts_nothing_of_it() -> None:
    frees = (
        "Frees {{ slots_leaked | count_of('slot') }}{% if slots_alive %}, not {{ slots_alive }}{% endif %}."
    )
    assert text_of(render_danger(frees, {})) == "Frees <slots leaked> slots."
    counted = "Frees {{ holders_dead | length | count_of('slot') }}."
    assert "0" not in text_of(render_danger(counted, {}))
    assert "not known: holders dead" in text_of(render_danger(counted, {}))


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
