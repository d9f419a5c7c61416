"""What reading makes of a text: statements, names and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Value = str | int | float | bool | list[str]
Source = Literal["person", "log"]
Problem = Literal["", "empty", "not_text", "not_concurrency"]
Score = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A signature of the knowledge, compiled: the facts it states, and which group states which fact.

    `even_if` names how a person may say it so that it counts though they do not say that it is so.
    """

    name: str
    regex: re.Pattern[str]
    facts: Mapping[str, Value] = field(default_factory=dict)
    captures: Mapping[str, str] = field(default_factory=dict)
    even_if: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact as the text states it; `quote` is the exact line, secrets masked.

    `quotes` says of a list where each item stands: who wrote the line, and the line.
    """

    name: str
    value: Value
    source: Source
    quote: str = ""
    quotes: Mapping[str, tuple[Source, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one message says.

    `mechanisms` and `symptoms` are ranked, best first, with scores that only compare among themselves.
    """

    statements: tuple[Statement, ...] = ()
    in_scope: bool = False
    small_talk: bool = False
    names: tuple[str, ...] = ()
    run_reference: str = ""
    mechanisms: tuple[Score, ...] = ()
    symptoms: tuple[Score, ...] = ()
    secrets_masked: int = 0
    text: str = ""
    problem: Problem = ""

    def value(self, name: str) -> Value | None:
        """Return what the text states for a fact, or None."""
        return next((item.value for item in self.statements if item.name == name), None)


def compile_pattern(
    name: str,
    pattern: str,
    facts: Mapping[str, Value],
    captures: Mapping[str, str],
    even_if: Iterable[str] = (),
) -> Pattern:
    """Compile a signature. Raises re.error when the pattern is wrong, ValueError when a group is missing."""
    regex = re.compile(pattern)
    missing = sorted(set(captures) - set(regex.groupindex))
    if missing:
        raise ValueError(f"signature {name}: the pattern has no group {', '.join(missing)}")
    return Pattern(name, regex, dict(facts), dict(captures), frozenset(even_if))
