"""Which mechanism and which symptom the words point to, and when that is clear enough to state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.reading.mechanism_phrases import MECHANISM_PHRASES, Phrase
from bot.reading.models import Score
from bot.reading.symptom_phrases import SYMPTOM_PHRASES

SIGNATURE_WEIGHT = 9.0  # a quoted log line says more than any phrase

_MECHANISM_CLEAR = (5.0, 2.0)  # score, and lead over the next one
_SYMPTOM_CLEAR = (5.0, 1.5)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _rank(table: Mapping[str, tuple[Phrase, ...]], wording: str, extra: Mapping[str, float]) -> tuple[Score, ...]:
    scores = dict(extra)
    for name, phrases in table.items():
        score = sum(weight for weight, pattern in phrases if _compiled(pattern).search(wording))
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


def clear_mechanism(ranked: tuple[Score, ...]) -> str:
    """Return the mechanism when it is clear, else nothing."""
    return _clear(ranked, *_MECHANISM_CLEAR)


def clear_symptom(ranked: tuple[Score, ...]) -> str:
    """Return the symptom when it is clear, else nothing."""
    return _clear(ranked, *_SYMPTOM_CLEAR)
