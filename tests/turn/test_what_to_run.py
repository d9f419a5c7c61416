"""What exactly to run, asked after a fix was named."""

from __future__ import annotations

import pytest

from bot.replies.plain import plain_text
from bot.turn.next_fix import FIRST_STEP
from bot.turn.remarks import remark_of

from .talking import talk

LOST = "Deployment concurrency slot lost during provisioning - no slots available to continue execution"


@pytest.mark.parametrize(
    "text",
    [
        "what command exactly?",
        "ok, which command do I run",
        "so what do we run?",
        "what should I type to clear all the slots",
    ],
)
async def test_the_first_step_of_the_fix_is_told_again(text: str) -> None:
    assert remark_of(text) == "what_now"
    assert FIRST_STEP in plain_text((await talk(LOST, text)).reply)


@pytest.mark.parametrize("text", ["what do you run?", "which command did you mean by pool", "what runs now"])
def test_what_asks_something_else_is_no_such_remark(text: str) -> None:
    assert remark_of(text) != "what_now"
