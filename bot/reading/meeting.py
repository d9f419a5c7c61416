"""What ideas say when they meet in one sentence, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reading.concepts import concepts_of
from bot.reading.phrases import Phrase, weigh

Rule = tuple[float, tuple[frozenset[str], ...]]


def rule(weight: float, *groups: str) -> Rule:
    """Return a rule that counts where a sentence has an idea of each group."""
    return weight, tuple(frozenset(group.split()) for group in groups)


def weigh_meetings(
    rules: Mapping[str, tuple[Rule, ...]], said: Mapping[str, tuple[Phrase, ...]], wording: str
) -> dict[str, float]:
    """Return for each name what its rules and phrases weigh in the wording."""
    sentences = [frozenset(ideas) for ideas in concepts_of(wording)]
    scores: dict[str, float] = {}
    for name, table in rules.items():
        score = sum(
            weight
            for weight, groups in table
            if any(all(ideas & group for group in groups) for ideas in sentences)
        )
        if score:
            scores[name] = score
    for name, phrases in said.items():
        score = weigh(phrases, wording)
        if score:
            scores[name] = scores.get(name, 0.0) + score
    return scores
