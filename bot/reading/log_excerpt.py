"""Of a long log, what matters: its head, its tail, and between them the lines that speak of limits.

No secret is looked for here: the text was masked before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

LEFT_OUT = "[...]"  # stands on a line of its own where lines are left out
_SEARCHED = 10_000_000  # characters of a text that are looked through at all
_HEAD, _TAIL = 0.4, 0.3  # shares of what is kept
_SPEAKS = re.compile(
    r"(?i)\b(?:concurren|awaitingconcurren|active_slots|slots?\b|leases?\b|limit(?:s|ed|er)?\b|acquir|deadlock"
    r"|beginning (?:(?:sub)?flow|task) run\b)"
)
_BEFORE, _AFTER = 2, 3  # lines kept around one that speaks of limits
_REACH = 1_500  # characters kept on each side of the word at most
_ALIKE = 3  # so many lines that differ in numbers and names alone are kept
_SHAPE = re.compile(r"'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|[0-9a-fA-F-]{8,}|\d+")
_SHAPED = 240  # characters of a line that say which kind of line it is
_PART_OF_WORD_FIRST = re.compile(r"^\S+")
_SPACE = re.compile(r"\s")


def excerpt(text: str, size: int) -> str:
    """Return at most `size` characters of a longer text: its head, what speaks of limits, and its tail."""
    if len(text) > _SEARCHED:
        text = f"{text[: _SEARCHED // 2]}\n{text[-_SEARCHED // 2 :]}"
    first, last = int(size * _HEAD), len(text) - int(size * _TAIL)
    # Cut where the text breaks, so that no half of a word is left over.
    head, tail = _whole_words(text, 0, first), _whole_words(text, last, len(text))
    room = size - len(head) - len(tail) - 4 * len(LEFT_OUT)
    kept = _spoken_of(text, first, last, room)
    return "\n".join([head, *(f"{LEFT_OUT}\n{each}" for each in kept), LEFT_OUT, tail])


def _spoken_of(text: str, start: int, end: int, room: int) -> Iterator[str]:
    """Yield the neighbourhoods of the lines that speak of limits, until there is no more room."""
    seen = Counter[str]()
    while match := _SPEAKS.search(text, start, end):
        least, most = max(start, match.start() - _REACH), min(end, match.end() + _REACH)
        line = _line_start(text, match.start(), least), _line_end(text, match.end(), most)
        shape = _SHAPE.sub("#", text[line[0] : line[1]][:_SHAPED])
        seen[shape] += 1
        if seen[shape] > _ALIKE:
            start = line[1]
            continue
        first, last = _with_neighbours(text, line, least, most)
        kept = _whole_words(text, first, last)
        room -= len(kept) + len(LEFT_OUT) + 2
        if room < 0:
            return
        yield kept
        start = last


def _with_neighbours(text: str, line: tuple[int, int], least: int, most: int) -> tuple[int, int]:
    first, last = line
    for _ in range(_BEFORE):
        first = _line_start(text, max(first - 1, least), least)
    for _ in range(_AFTER):
        last = _line_end(text, min(last + 1, most), most)
    return first, last


def _whole_words(text: str, first: int, last: int) -> str:
    """Return this part of the text without words that it cuts in two."""
    part = text[first:last]
    if first and not text[first - 1].isspace():
        part = _PART_OF_WORD_FIRST.sub("", part)
    if last < len(text) and not text[last].isspace():
        part = part[: len(part) - len(_SPACE.split(part)[-1])]
    return part


def _line_start(text: str, offset: int, least: int) -> int:
    return max(text.rfind("\n", least, offset) + 1, least)


def _line_end(text: str, offset: int, most: int) -> int:
    found = text.find("\n", offset, most)
    return most if found < 0 else found
