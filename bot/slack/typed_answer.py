"""A typed answer to the question that was asked, for whoever writes instead of pressing a button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.replies.reply import QuestionView

_UNKNOWN = frozenset(
    {"i don t know", "i do not know", "don t know", "dont know", "no idea", "not sure", "unknown"}
)
_MOST_WORDS = 6
_SHORTEST_TELLING = 4  # "our" or "the" names no option


@dataclass(frozen=True, slots=True)
class Pending:
    """The question that was asked last; each option is (value, label)."""

    fact: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person chose; None is "I don't know"."""

    value: str | None


_PENDING: TypeAdapter[Pending] = TypeAdapter(Pending)


def keep(question: QuestionView | None) -> dict[str, Any] | None:
    """Return what of a question must be kept to know its answer."""
    if question is None:
        return None
    kept: dict[str, Any] = _PENDING.dump_python(Pending(question.fact, question.options), mode="json")
    return kept


def pending_of(kept: dict[str, Any]) -> Pending:
    """Return the question that was kept."""
    return _PENDING.validate_python(kept)


def typed_answer(text: str, pending: Pending) -> Typed | None:
    """Return which option this text names, or None when it names none or says more than that."""
    said = _words(text)
    if " ".join(said) in _UNKNOWN:
        return Typed(None)
    if not said or len(said) > _MOST_WORDS:
        return None
    exact = [value for value, label in pending.options if said in (_words(value), _words(label))]
    if exact:
        return Typed(exact[0])
    if all(len(word) < _SHORTEST_TELLING for word in said):
        return None
    named = {value for value, label in pending.options if set(said) <= {*_words(value), *_words(label)}}
    return Typed(named.pop()) if len(named) == 1 else None


def _words(text: str) -> Sequence[str]:
    return re.findall(r"[^\W_]+", text.casefold())
