"""What people write after a fix was named: it still waits, it is back, it was done, what comes first."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.markup import text_of
from bot.turn import Conversation, Turn
from bot.turn.asides import NO_FIX_YET, STILL_TO_KNOW
from bot.turn.next_fix import FIRST_STEP, GONE, NOTHING_NEWER, STILL_THERE
from tests.diagnosis.recording import recording_of
from tests.diagnosis.replay import RecordedLive

ALONE = Conversation(knowledge())
PAUSED = Conversation(knowledge(), RecordedLive(recording_of("pool-paused")))
BUSY = Conversation(knowledge(), RecordedLive(recording_of("healthy-busy")))
LATE = "my runs are Late"
REPLICAS = "Concurrency lease renewal failed. Self-hosted, leases in memory, three API replicas"
LEASE = "Concurrency lease renewal failed - slots are no longer reserved."


async def talk(conversation: Conversation, *texts: str) -> Turn:
    case = Case()
    for text in texts:
        turn = await conversation.say(case, text)
        case = turn.case
    return turn


def cause(turn: Turn) -> str:
    return turn.answer.top.cause.code if turn.answer and turn.answer.top else ""


@pytest.mark.parametrize(
    "texts",
    [
        ("still late",),
        ("they are still stuck",),
        ("that didn't help",),
        ("still late", "still late", "no luck"),
        ("I restarted the worker but the runs are still pending",),
        ("resumed it",),
        ("thanks, that worked", "it came back"),
        ("worked!", "it is back again"),
        ("happened again",),
        ("please look again",),
        ("did it work?",),
        ("all good now?",),
        ("is it fixed?",),
        ("it still hangs",),
        ("same thing",),
    ],
)
async def test_what_prefect_still_shows_stays_named_with_its_fix(texts: tuple[str, ...]) -> None:
    turn = await talk(PAUSED, LATE, *texts)
    assert cause(turn) == "CL31"
    assert turn.reply.fixes
    assert STILL_THERE in turn.report["text"]


@pytest.mark.parametrize("text", ["still late", "that did not help", "done", "look again"])
async def test_what_prefect_shows_no_more_is_told_so(text: str) -> None:
    named = await talk(PAUSED, LATE)
    turn = await BUSY.say(named.case, text)
    assert cause(turn) != "CL31"
    assert GONE in turn.report["text"]


async def test_a_remark_on_a_setting_does_not_lose_what_a_look_found() -> None:
    full = Conversation(knowledge(), RecordedLive(recording_of("deployment-full")))
    assert cause(await talk(full, LATE, "but it's CANCEL_NEW")) == "CL12"


async def test_what_only_words_told_of_gives_way_to_the_next_step() -> None:
    turn = await talk(ALONE, REPLICAS, "still failing")
    assert STILL_THERE not in turn.report["text"]
    again = await talk(ALONE, REPLICAS, "done")
    assert NOTHING_NEWER in again.report["text"]
    assert again.reply.fixes


@pytest.mark.parametrize(
    "text", ["so what should I do?", "what next?", "ok, now what", "how do I fix this?", "is that safe?"]
)
async def test_what_to_do_is_the_first_step_of_what_was_named(text: str) -> None:
    for conversation, first, code in ((PAUSED, LATE, "CL31"), (ALONE, REPLICAS, "CL41")):
        turn = await talk(conversation, first, text)
        assert cause(turn) == code
        assert len(turn.reply.fixes) == 1
        assert turn.reply.fixes[0].danger
        assert FIRST_STEP in turn.report["text"]


async def test_what_to_do_before_any_fix_is_to_answer() -> None:
    turn = await talk(ALONE, LEASE, "what should we do next?")
    assert text_of(turn.reply.headline) == NO_FIX_YET
    assert turn.reply.question is not None


@pytest.mark.parametrize("text", ["ok", "nothing else", "got it", "alright, cool"])
async def test_a_nod_leaves_the_open_question_open(text: str) -> None:
    turn = await talk(ALONE, LEASE, text)
    assert text_of(turn.reply.headline) == STILL_TO_KNOW
    assert turn.reply.question is not None
    assert not turn.reply.question.why


@pytest.mark.parametrize(
    "text", ["thanks anyway", "ok thank you", "no thanks", "thanks, bye", "never mind", "nvm"]
)
async def test_who_takes_their_leave_is_asked_no_more(text: str) -> None:
    turn = await talk(ALONE, LEASE, text)
    assert turn.reply.question is None
    assert turn.reply.mood == "guide"


@pytest.mark.parametrize(
    "text", ["the worker is online", "ten of them are Running, I think", "it rains here"]
)
async def test_no_answer_is_wanted_where_nothing_was_asked(text: str) -> None:
    for conversation, first in ((PAUSED, LATE), (ALONE, REPLICAS)):
        turn = await talk(conversation, first, text)
        assert "question above" not in turn.report["text"]
        assert "hand over" in turn.report["text"] or turn.reply.fixes
