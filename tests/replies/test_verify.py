"""How to see that it worked is said of a fix that is shown."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation, Turn

DECAY = "does slot decay wake AwaitingConcurrencySlot runs sooner?"
SETTING = "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS=5"


async def told(text: str) -> Turn:
    return await Conversation(knowledge()).say(Case(), text)


@pytest.mark.parametrize("hosting", ["", " we host the server ourselves"])
async def test_a_setting_of_the_server_is_named_unless_it_is_clouds(hosting: str) -> None:
    turn = await told(DECAY + hosting)
    assert SETTING in turn.report["text"]
    assert turn.reply.verify


async def test_without_a_fix_that_applies_nothing_is_to_be_seen() -> None:
    turn = await told(DECAY + " we are on Prefect Cloud")
    assert turn.report["verdicts"][0]["code"] == "CL139"
    assert turn.reply.fixes == ()
    assert turn.reply.verify == ()
    assert "is a setting" not in turn.report["text"]


async def test_a_cause_that_has_no_fix_says_how_to_see_it() -> None:
    turn = await told("what's the default lease duration?")
    assert turn.reply.fixes == ()
    assert turn.reply.verify


async def test_clouds_request_limit_is_known_from_plain_words() -> None:
    turn = await told("Prefect Cloud returns 429 too many requests for my flows")
    assert turn.report["verdicts"][0]["code"] == "CL02"
    assert turn.report["verdicts"][0]["status"] == "confirmed"
