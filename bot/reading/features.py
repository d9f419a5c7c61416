"""A text as the words, parts of words and ideas that the learnt weights know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

from bot.reading.concepts import concepts_of

_WORD = re.compile(r"[a-z]+|\d+|\?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ements", "ement", "ies", "ied", "ers", "er", "ed", "es", "ly",
            "s", "e")  # fmt: skip
_PART = 4  # letters; parts of words are shared by words that nobody taught
_IDEAS = 0.5  # an idea says less than the words it was found by, as it comes on top of them


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return what the forms of a word share; a number is one or many."""
    if word.isdigit():
        return "1" if word == "1" else "0"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("y") and len(word) >= 4 else word


@lru_cache(maxsize=8192)
def _parts(word: str) -> tuple[str, ...]:
    whole = f" {word} "
    return tuple(f"~{whole[start : start + _PART]}" for start in range(max(1, len(whole) - _PART + 1)))


def parts_of(wording: str) -> set[str]:
    """Return the parts of the words, where each begins and ends included."""
    return {part for word in wording.split() for part in _parts(word)}


@lru_cache(maxsize=16)
def stems_of(wording: str) -> frozenset[str]:
    """Return the stems of the words."""
    return frozenset(stem(word) for word in _WORD.findall(wording))


@lru_cache(maxsize=16)
def features_of(wording: str) -> Mapping[str, float]:
    """Return the features of normal wording; words, parts and ideas are each as long as one, however many.

    The name of an idea begins with @, that of a part with ~.
    """
    stems = stems_of(wording)
    ideas: set[str] = set()
    for sentence in concepts_of(wording):
        ideas.update(f"@{name}" for name in sentence)
        ideas.update(f"@{one}&{other}" for one, other in combinations(sentence, 2))
    found = dict.fromkeys(sorted(stems), len(stems) ** -0.5 if stems else 0.0)
    parts = parts_of(wording)
    found.update(dict.fromkeys(sorted(parts), len(parts) ** -0.5 if parts else 0.0))
    found.update(dict.fromkeys(sorted(ideas), _IDEAS * len(ideas) ** -0.5 if ideas else 0.0))
    return found
