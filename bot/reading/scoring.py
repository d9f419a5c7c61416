"""Which mechanism and which symptom the words point to, and when that is clear enough to state."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.reading.learnt import leaning
from bot.reading.mechanism_ideas import mechanism_ideas
from bot.reading.mechanisms_in_code import IN_CODE
from bot.reading.mechanisms_of_runs import OF_RUNS
from bot.reading.models import Score
from bot.reading.phrases import Phrase, weigh
from bot.reading.symptom_ideas import rare_symptoms, symptom_ideas
from bot.reading.symptoms_of_limits import OF_LIMITS
from bot.reading.symptoms_of_waiting import OF_WAITING
from bot.reading.symptoms_questions import QUESTIONS

MECHANISM_PHRASES = {**IN_CODE, **OF_RUNS}
ASKED = frozenset(QUESTIONS)
SYMPTOM_PHRASES = {**OF_WAITING, **OF_LIMITS, **QUESTIONS}

LOG_WEIGHT = 40.0  # a log line is certain, whatever else is said
SIGNATURE_WEIGHT = 9.0  # a known message or shape of code that a person wrote says more than any phrase
WORDS_WEIGHT = 4.0  # a wish that is recognised says as much as a good phrase
_LEARNT_MECHANISM, _LEARNT_SYMPTOM = 3.0, 8.0  # what the learnt words weigh beside the phrases
_IDEAS_SYMPTOM = 0.5
_LEAST_PLAIN = 2.0
_LEAST_MECHANISM, _LEAST_SYMPTOM = 0.5, 0.0  # what scores less is not named

_MECHANISM_CLEAR = (9.0, 4.0)  # score, and lead over the next one
_MECHANISM_NAMED = (3.0, 2.5)  # the same for the only kind of thing that is named
_SYMPTOM_CLEAR = (3.0, 1.5)

_COMPARES = re.compile(
    r"\bdiffer(?:s|ence|ences|ent)? (?:between|from)\b|\bhow (?:do|does|is|are) [^.?]{1,60} differ"
    r"|\b(?:vs|versus|compared (?:to|with))\b|\bcompare\b"
    r"|\bwhich (?:one )?(?:is|do i|should i) [^.?]{0,60} or\b"
)


# Symptoms that few see are named first where they are seen; the knowledge speaks of what they are akin to.
AKIN = {
    "api_rate_limited_429": "api_error",
    "runs_stuck_cancelling": "slots_stuck",
    "zombie_running": "slots_stuck",
    "runs_disappear": "runs_late_pending",
    "lease_crash_zombie_infra": "lease_renewal_failed",
    "performance_server": "slow_acquisition",
    "docs_ui_bug": "visibility",
}


def _ordered(scores: Mapping[str, float], table: Mapping[str, tuple[Phrase, ...]]) -> tuple[Score, ...]:
    # For equal scores the order of the table decides, so that the same text reads the same.
    order = {name: position for position, name in enumerate(table)}
    return tuple(sorted(scores.items(), key=lambda item: (-item[1], order.get(item[0], len(order)), item[0])))


def _add(scores: dict[str, float], more: Mapping[str, float], weight: float = 1.0) -> None:
    for name, score in more.items():
        scores[name] = scores.get(name, 0.0) + weight * score


def _said(
    table: Mapping[str, tuple[Phrase, ...]], wording: str, extra: Mapping[str, float]
) -> dict[str, float]:
    scores = dict(extra)
    _add(scores, {name: score for name, phrases in table.items() if (score := weigh(phrases, wording))})
    return scores


def rank_mechanisms(wording: str, extra: Mapping[str, float], *, plainly: bool = False) -> tuple[Score, ...]:
    """Rank the mechanisms; a lone weak word such as "task" is no hint, and words that lean to none say so.

    `plainly` counts only what phrases and signatures say, for a text that is not about limits by itself.
    """
    scores = _said(MECHANISM_PHRASES, wording, extra)
    if plainly:
        return tuple(item for item in _ordered(scores, MECHANISM_PHRASES) if item[1] >= _LEAST_PLAIN)
    _add(scores, mechanism_ideas(wording))
    learnt = dict(leaning("mechanism", wording))
    none = learnt.pop("none", 0.0)
    _add(scores, learnt, _LEARNT_MECHANISM)
    least = max(_LEAST_MECHANISM, _LEARNT_MECHANISM * none)
    return tuple(item for item in _ordered(scores, MECHANISM_PHRASES) if item[1] >= least)


def rank_symptoms(wording: str, extra: Mapping[str, float], *, plainly: bool = False) -> tuple[Score, ...]:
    """Rank the symptoms; `plainly` as for the mechanisms."""
    scores = _said(SYMPTOM_PHRASES, wording, extra)
    if plainly or not wording:
        return _ordered(scores, SYMPTOM_PHRASES)
    _add(scores, symptom_ideas(wording), _IDEAS_SYMPTOM)
    for name, lean in leaning("symptom", wording).items():
        known = extra.get(name, 0.0) >= SIGNATURE_WEIGHT  # words do not argue with a known message
        scores[name] = scores.get(name, 0.0) + _LEARNT_SYMPTOM * (max(lean, 0.0) if known else lean)
    for name in rare_symptoms(wording):
        scores[name] = max(scores.values()) + 1
    ranked = _ordered(scores, SYMPTOM_PHRASES)
    return tuple(item for item in ranked if item[1] >= _LEAST_SYMPTOM) or ranked[:1]


def _clear(ranked: tuple[Score, ...], least: float, lead: float) -> str:
    if not ranked or ranked[0][1] < least:
        return ""
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < lead:
        return ""
    return ranked[0][0]


def clear_mechanism(ranked: tuple[Score, ...], wording: str, named: str = "") -> str:
    """Return the mechanism when it is clear, else nothing; who compares two means neither.

    `named` is that of the only kind of thing that the text names.
    """
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1] and _COMPARES.search(wording):
        return ""
    by_name = bool(named) and _clear(ranked, *_MECHANISM_NAMED) == named
    return named if by_name else _clear(ranked, *_MECHANISM_CLEAR)


def clear_symptom(ranked: tuple[Score, ...]) -> str:
    """Return the symptom when it is clear, else nothing; of a rare one, what it is akin to."""
    scores: dict[str, float] = {}
    for name, score in ranked:
        known = AKIN.get(name, name)
        scores[known] = max(score, scores.get(known, score))
    return _clear(_ordered(scores, SYMPTOM_PHRASES), *_SYMPTOM_CLEAR)
