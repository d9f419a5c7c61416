"""What follows: the same of another limit, back to the first, a number corrected, "I don't know" again."""

from __future__ import annotations

import pytest

from bot.replies.markup import text_of
from bot.replies.plain import plain_text
from bot.turn.going_on import NO_RELEASE
from bot.turn.next_question import THEN

from .talking import ALONE, LEASE, TAG, asked_for, confirmed, facts, talk

GUIDE = "how do I limit a tag to 3 tasks at a time?"
RESTARTED = (LEASE, "self-hosted", "flow log", "memory", "the server restarted")


@pytest.mark.parametrize(
    ("text", "mechanism", "code"),
    [
        ("and for a deployment?", "deployment", "CL73"),
        ("what about queues?", "work_queue", "CL75"),
        ("same for a work pool", "work_pool", "CL74"),
    ],
)
async def test_the_same_can_be_asked_of_another_limit(text: str, mechanism: str, code: str) -> None:
    turn = await talk(GUIDE, text)
    assert turn.case.value("mechanism") == mechanism
    assert turn.case.value("symptom") == "how_to_configure"
    assert confirmed(turn)[0] == code


@pytest.mark.parametrize("text", ["and how do I draw it as a chart?", "can I write that in yaml too?"])
async def test_a_question_without_a_proven_answer_is_told_what_can_be_asked(text: str) -> None:
    turn = await talk(GUIDE, text)
    assert text_of(turn.reply.headline).startswith("I have no proven answer to that.")


async def test_how_to_free_it_is_the_first_step_of_the_fix() -> None:
    turn = await talk(*RESTARTED, "how do I free it then?")
    assert confirmed(turn) == ["CL40"]
    assert len(turn.reply.fixes) == 1


async def test_which_release_mends_it_is_told() -> None:
    turn = await talk(*RESTARTED, "in which version is that fixed?")
    assert text_of(turn.reply.headline) == NO_RELEASE


async def test_back_to_the_first_limit_is_about_it_again() -> None:
    second = "also, how do I let only one run of a deployment go at a time?"
    turn = await talk(TAG, second, "and back to the tag: still stuck")
    assert turn.case.value("mechanism") == "task_tag"
    assert turn.case.value("symptom") == "slots_stuck"
    assert turn.reply.question is not None


@pytest.mark.parametrize(
    "text", ["recreated the limit, works now", "restarted it and now everything is fine"]
)
async def test_what_was_done_and_helped_is_good_to_hear(text: str) -> None:
    turn = await talk(*RESTARTED, text)
    assert text_of(turn.reply.headline).startswith("Good to hear.")


@pytest.mark.parametrize(
    "text", ["restarted it, still not fine", "is it fixed now?", "it is not working now"]
)
async def test_what_did_not_help_is_not_good_to_hear(text: str) -> None:
    turn = await talk(*RESTARTED, text)
    assert not text_of(turn.reply.headline).startswith("Good to hear.")


async def test_a_summary_is_handed_over() -> None:
    turn = await talk(*RESTARTED, "please give me a summary")
    assert "A person who knows your Prefect" in text_of(turn.reply.headline)


async def test_only_the_name_is_corrected() -> None:
    turn = await talk(TAG, "it's not the db tag, it's dbx")
    assert turn.case.value("named") == ["dbx"]
    assert turn.case.value("mechanism") == "task_tag"


async def test_a_number_is_corrected_and_noted_once() -> None:
    turn = await talk("deployment limit 3 but 6 running", "sorry 2 not 3")
    assert turn.case.value("slot_limit") == 2
    assert plain_text(turn.reply).count("Noted: 2, not 3.") == 1


async def test_counted_slots_are_corrected() -> None:
    turn = await talk("tag limit db is stuck, 2/2 slots taken", "it's 4/4 actually")
    assert {"slots_used": 4, "slot_limit": 4}.items() <= {
        name: value for name, value in facts(turn).items() if isinstance(value, int)
    }.items()


async def test_what_was_said_of_runs_can_be_taken_back() -> None:
    turn = await talk(TAG, "no, real runs hold them", "hm, nothing is running")
    assert turn.case.value("slots_unexplained") == 1
    assert "Noted: Yes, more slots than runs, not No, real runs hold them." in turn.report["text"]


async def test_a_full_worker_that_runs_nothing_is_not_called_fine() -> None:
    full = await talk("the worker says: Flow run limit reached; 5 flow runs in progress. Runs are late")
    assert confirmed(full) == ["CL56"]
    turn = await ALONE.say(full.case, "yes but nothing is running")
    assert "CL56" not in confirmed(turn)


async def test_after_i_do_not_know_only_the_next_question_is_sent() -> None:
    first = await talk(LEASE)
    turn = await ALONE.say(first.case, "I don't know")
    assert text_of(turn.reply.headline) == THEN
    assert turn.reply.question is not None
    assert not turn.reply.evidence
    pressed = await ALONE.answer(first.case, "hosting", None)
    assert pressed.reply == turn.reply
    assert "A lease could not be renewed" in turn.report["text"]


async def test_when_nothing_is_left_to_ask_a_person_is_offered() -> None:
    turn = await talk(LEASE, "dunno", "dunno", "dunno")
    assert turn.reply.question is None
    assert len(turn.reply.explanation) > 1
    again = await ALONE.say(turn.case, "dunno")
    assert "A person who knows your Prefect" in text_of(again.reply.headline)


async def test_one_more_no_idea_beside_an_open_question_is_still_an_answer() -> None:
    turn = await ALONE.say((await asked_for("hosting", LEASE)).case, "no idea")
    assert turn.case.pending
