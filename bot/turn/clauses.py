"""The parts of a text that may each answer something, and which of them only ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .remarks import plain

_WORD = re.compile(r"[^\W_]+(?:[.][^\W_]+)*")
_BREAK = re.compile(r"([,;:\n()]+|[.!?]+(?=\s|$)|\s(?:and|but|though|because|while|–|-)\s)")
_QUOTED = re.compile(r"^\s{0,4}>\s?")
_LABEL = re.compile(r"(?im)^\s{0,4}[qa]:\s{0,4}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text; `asks` says that a question mark ends it."""

    text: str
    asks: bool = False


def clauses_in(text: str) -> list[Clause]:
    """Return the parts of a text that say something, in order."""
    parts = _BREAK.split(text)
    ends = [*parts[1::2], ""]
    return [
        Clause(part, "?" in end) for part, end in zip(parts[::2], ends, strict=True) if _WORD.search(part)
    ]


def clauses_of(text: str) -> list[str]:
    """Return the parts of a text that state something."""
    return [clause.text for clause in clauses_in(text) if not clause.asks]


def words_of(said: str) -> list[str]:
    """Return the words of a text in lower case, without apostrophes."""
    return _WORD.findall(said.replace("'", ""))


def without_question(text: str, prompt: str) -> str:
    """Leave out a question that the text quotes, with the lines that quote nothing but it."""
    left = re.sub(re.escape(prompt), " ", text, flags=re.IGNORECASE)
    if left == text:
        return text
    lines = [_LABEL.sub("", line) for line in left.splitlines() if not _QUOTED.match(line)]
    return "\n".join(line for line in lines if plain(line)).strip()
