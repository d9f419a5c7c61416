"""Weighted phrases: each counts once, however often it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Phrase = tuple[float, str]  # weight, pattern on normal wording


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def weigh(phrases: Iterable[Phrase], wording: str) -> float:
    """Return the sum of the weights of the phrases that stand in the wording."""
    return sum(weight for weight, pattern in phrases if _compiled(pattern).search(wording))
