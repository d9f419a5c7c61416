"""What was tried and did not help: which fixes of a cause are left, and when there is nothing left to say."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.facts import Case
from bot.replies.reply import Reply

from .turns import Turn

NEXT_FIX = "Then the next step for the same cause."
NEXT_CAUSE = "Then it may be something else."


def told_of(code: str, reply: Reply) -> tuple[str, ...]:
    """Return the fixes a reply gives, each as CODE/number."""
    return tuple(f"{code}/{fix.number}" for fix in reply.fixes)


def without_tried(reply: Reply, code: str, case: Case) -> Reply:
    """Leave out of a reply the fixes that did not help."""
    if not case.tried:
        return reply
    return replace(reply, fixes=tuple(fix for fix in reply.fixes if f"{code}/{fix.number}" not in case.tried))


def with_tried(case: Case, keys: tuple[str, ...]) -> Case:
    """Remember what was tried."""
    return replace(case, tried=tuple(dict.fromkeys((*case.tried, *keys))))


def code_of(case: Case) -> str:
    """Return the code of the cause whose fixes were given last."""
    return case.told[0].partition("/")[0] if case.told else ""


def is_done_with(turn: Turn, code: str) -> bool:
    """Tell whether the same cause leads again and none of its fixes is left."""
    top = turn.answer.top if turn.answer else None
    return top is not None and top.cause.code == code and not turn.case.told


def leads_nowhere(turn: Turn) -> bool:
    """Tell whether an answer gives neither a fix, nor a question, nor something to look at."""
    top = turn.answer.top if turn.answer else None
    if turn.reply.question is not None or turn.case.told:
        return False
    return (
        top is None or top.cause.kind == "guide" or turn.reply.mood == "healthy" or not turn.reply.explanation
    )
