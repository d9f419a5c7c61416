"""What was tried and did not help: which fixes of a cause are left, and when there is nothing left to say."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.facts import Case
from bot.replies.reply import Reply

from .turns import Turn, noted
from .unseen import saw_nothing

NEXT_FIX = "Then the next step for the same cause."
NEXT_CAUSE = "Then it may be something else."
STILL_THERE = "Prefect still shows it: the fix was not run, or has not taken effect yet."
GONE = "What I named before no longer shows in Prefect."
NOTHING_NEWER = "I see nothing newer. If the fix was run and nothing moves, write “still stuck”."
FIRST_STEP = "First this; then write here what you see."


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


def looked_afresh(case: Case) -> Case:
    """Return the case without what looks found, so that Prefect is looked at anew."""
    live = [name for name, fact in case.facts.items() if fact.source == "live"]
    return replace(case.without(live), subjects=(), looked=frozenset(), asked=case.asked)


def names_a_cause(turn: Turn) -> bool:
    """Tell whether a cause is confirmed."""
    top = turn.answer.top if turn.answer else None
    return top is not None and top.status == "confirmed"


def leads_again(turn: Turn, code: str) -> bool:
    """Tell whether the same cause leads again."""
    top = turn.answer.top if turn.answer else None
    return top is not None and top.status == "confirmed" and top.cause.code == code


def still_shows(turn: Turn, code: str) -> bool:
    """Tell whether the same cause leads again because of what Prefect itself shows."""
    top = turn.answer.top if turn.answer else None
    return leads_again(turn, code) and top is not None and any(each.source == "live" for each in top.stated)


def is_gone(turn: Turn, code: str) -> bool:
    """Tell whether a look at Prefect shows that the cause named before is not so any more."""
    return bool(turn.case.looked) and saw_nothing(turn) is None and not leads_again(turn, code)


def first_step(turn: Turn) -> Turn:
    """Leave of an answer what to do first."""
    if not turn.reply.fixes:
        return turn
    short = replace(turn.reply, evidence=(), explanation=(), also=(), fixes=turn.reply.fixes[:1])
    return noted(replace(turn, reply=short), FIRST_STEP)


def leads_nowhere(turn: Turn) -> bool:
    """Tell whether an answer gives neither a fix, nor a question, nor something to look at."""
    top = turn.answer.top if turn.answer else None
    if turn.reply.question is not None or turn.case.told:
        return False
    return (
        top is None or top.cause.kind == "guide" or turn.reply.mood == "healthy" or not turn.reply.explanation
    )
