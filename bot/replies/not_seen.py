"""What could not be read, and so keeps from saying more: each reason once."""

from __future__ import annotations

from collections.abc import Iterable

from bot.engine.decide import Answer
from bot.engine.facts import Case

from .markup import literal
from .reply import Line, Span

DONT_KNOW = "the person does not know"
IN_A_MOMENT = "look again in a moment"  # nothing was refused, it only is too early to tell
ALL_READ = "everything_read"  # its reason holds all that was refused, one to a line
MOST = 3


def not_seen_lines(case: Case, answer: Answer) -> tuple[Line, ...]:
    """Say what could not be read of the case, and while no cause is confirmed, of what may have one."""
    whys = [case.unavailable[name] for name in sorted(case.unavailable) if name != ALL_READ]
    if not any(verdict.status == "confirmed" for verdict in answer.verdicts):
        whys += [*_of_subjects(answer), *case.unavailable.get(ALL_READ, "").split("\n")]
    reasons = dict.fromkeys(literal(why) for why in whys if why not in {"", DONT_KNOW})
    return tuple((Span(reason),) for reason in list(reasons)[:MOST])


def _of_subjects(answer: Answer) -> Iterable[str]:
    for verdict in answer.verdicts:
        if verdict.status != "open" or verdict.subject is None or verdict.cause.kind == "guide":
            continue
        unavailable = verdict.subject.unavailable
        whys = [unavailable[name] for name in verdict.missing if name in unavailable]
        yield from (why for why in whys if not why.endswith(IN_A_MOMENT))
