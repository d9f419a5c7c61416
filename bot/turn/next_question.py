"""After "I don't know" the next question is enough: all else was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.decide import Answer, Look
from bot.replies.markup import spans

from .turns import Turn

THEN = "Then the next question:"


def only_the_next(turn: Turn, before: Look | Answer) -> Turn:
    """Leave of a reply its question, and its first line where that is news; the report stays whole."""
    if turn.reply.question is None or turn.reply.mood not in {"open", "guide"}:
        return turn
    news = _leading(before) != _leading(turn.answer)
    short = replace(
        turn.reply,
        headline=turn.reply.headline if news else spans(THEN),
        evidence=(),
        explanation=(),
        fixes=(),
        verify=(),
        also=(),
        not_seen=(),
    )
    return replace(turn, reply=short)


def _leading(answer: Look | Answer | None) -> tuple[str, str] | None:
    """Return what an answer names first, and how sure it is; nothing where it names none."""
    top = answer.top if isinstance(answer, Answer) and answer.leads else None
    return (top.cause.code, top.status) if top else None
