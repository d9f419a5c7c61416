"""Which mechanism and which symptom the words point to, and when that is clear enough to state."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.reading.mechanisms_in_code import IN_CODE
from bot.reading.mechanisms_of_runs import OF_RUNS
from bot.reading.models import Score
from bot.reading.phrases import Phrase, weigh
from bot.reading.symptoms_of_limits import OF_LIMITS
from bot.reading.symptoms_of_waiting import OF_WAITING
from bot.reading.symptoms_questions import QUESTIONS

MECHANISM_PHRASES = {**IN_CODE, **OF_RUNS}
ASKED = frozenset(QUESTIONS)
SYMPTOM_PHRASES = {**OF_WAITING, **OF_LIMITS, **QUESTIONS}

SIGNATURE_WEIGHT = 9.0  # a quoted log line says more than any phrase

_MECHANISM_CLEAR = (5.0, 2.0)  # score, and lead over the next one
_SYMPTOM_CLEAR = (3.0, 1.5)

_COMPARES = re.compile(
    r"\bdiffer(?:s|ence|ences|ent)? (?:between|from)\b|\bhow (?:do|does|is|are) [^.?]{1,60} differ"
    r"|\b(?:vs|versus|compared (?:to|with))\b|\bcompare\b"
    r"|\bwhich (?:one )?(?:is|do i|should i) [^.?]{0,60} or\b"
)


def _rank(
    table: Mapping[str, tuple[Phrase, ...]], wording: str, extra: Mapping[str, float]
) -> tuple[Score, ...]:
    scores = dict(extra)
    for name, phrases in table.items():
        score = weigh(phrases, wording)
        if score:
            scores[name] = scores.get(name, 0.0) + score
    # For equal scores the order of the table decides, so that the same text reads the same.
    order = {name: position for position, name in enumerate(table)}
    return tuple(sorted(scores.items(), key=lambda item: (-item[1], order.get(item[0], len(order)))))


def rank_mechanisms(wording: str, extra: Mapping[str, float]) -> tuple[Score, ...]:
    """Rank the mechanisms; a lone weak word such as "task" is no hint."""
    return tuple(item for item in _rank(MECHANISM_PHRASES, wording, extra) if item[1] >= 2.0)


def rank_symptoms(wording: str, extra: Mapping[str, float]) -> tuple[Score, ...]:
    """Rank the symptoms."""
    return _rank(SYMPTOM_PHRASES, wording, extra)


def _clear(ranked: tuple[Score, ...], least: float, lead: float) -> str:
    if not ranked or ranked[0][1] < least:
        return ""
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < lead:
        return ""
    return ranked[0][0]


def clear_mechanism(ranked: tuple[Score, ...], wording: str) -> str:
    """Return the mechanism when it is clear, else nothing; who compares two means neither."""
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1] and _COMPARES.search(wording):
        return ""
    return _clear(ranked, *_MECHANISM_CLEAR)


def clear_symptom(ranked: tuple[Score, ...]) -> str:
    """Return the symptom when it is clear, else nothing."""
    return _clear(ranked, *_SYMPTOM_CLEAR)
