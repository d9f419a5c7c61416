"""Passwords in the columns of a table whose header names them: of Markdown, of a terminal, with commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.masking_values import Look, Span, value_at

_NAMES = "pass(?:word|wd|phrase)?|pwd|(?:api|access|secret|private)[-_ ]?key|auth[-_ ]?string"
_HEADER = re.compile(
    r"(?<![^\n|│┃,;])[ \t*`\"]{0,9}(?:[\w-]{1,20}[ _-]){0,3}"
    rf"(?:{_NAMES})[*`\"]{{0,3}}[ \t]{{0,40}}(?=[\n|│┃,;]|\Z)"
)
_CLUES = ("pass", "pwd", "key", "auth")
_RULE = re.compile(r"[-+|:=\s─━│┃┏┳┓┌┬┐├┼┤┡╇┩╞╪╡╭╮]{3,}")
_TOP = ("┏", "┌", "╭", "+-")
_BARS, _COMMAS = re.compile("[|│┃]"), re.compile("[,;]")
_SHORT_CELLS = re.compile(r"[\w \t\"*`.-]{1,40}(?:[,;][\w \t\"*`.-]{1,40}){1,20}")
_MOST = 400  # characters of a row


@dataclass(frozen=True, slots=True)
class _Column:
    """Which cell of a row holds a secret, in a table of so many separators a row."""

    split: re.Pattern[str]
    number: int
    separators: int
    look: Look


def tabled_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield what stands below a header that names a password."""
    if not any(clue in lowered for clue in _CLUES):
        return
    done = 0
    for header in _HEADER.finditer(lowered):
        line = _line_around(plain, *header.span())
        column = _column(plain, header.start(), line) if line and header.start() >= done else None
        if column and line:
            done = line[1]
            for row in _rows(plain, line[1] + 1, column):
                done = row[1]
                if span := _cell(plain, row, column):
                    yield span


def _column(plain: str, at: int, line: Span) -> _Column | None:
    """Return which column is headed here; None where this is no header of a table."""
    header = plain[slice(*line)]
    split = _BARS if _BARS.search(header) else _COMMAS
    below = _line_around(plain, line[1] + 1, line[1] + 1)
    ruled = bool(below and _RULE.fullmatch(plain, *below))
    if split is _BARS:
        above = _line_around(plain, line[0] - 1, line[0] - 1) if line[0] else None
        over = plain[slice(*above)].lstrip() if above else ""
        alike = len(split.findall(over)) == len(split.findall(header))
        if not over.startswith(_TOP) and (alike or (over and _RULE.fullmatch(over))):
            return None  # one of the rows of a table
    elif not _SHORT_CELLS.fullmatch(header.strip()):
        return None
    number = len(split.findall(plain, line[0], at))
    return _Column(split, number, len(split.findall(header)), "any" if ruled else "odd")


def _rows(plain: str, at: int, column: _Column) -> Iterator[Span]:
    """Yield the rows of a table from here on."""
    while at < len(plain) and (row := _line_around(plain, at, at)):
        if not _RULE.fullmatch(plain, *row):
            if len(column.split.findall(plain, *row)) != column.separators:
                return
            yield row
        at = row[1] + 1


def _cell(plain: str, row: Span, column: _Column) -> Span | None:
    """Return the secret of a row, where its cell holds one."""
    borders = [row[0] - 1, *(border.start() for border in column.split.finditer(plain, *row)), row[1]]
    start, end = borders[column.number] + 1, borders[column.number + 1]
    text = plain[start:end]
    start += len(text) - len(text.lstrip(" \t*`"))
    if start >= end or not value_at(plain, start, column.look):
        return None
    return start, start + len(plain[start:end].rstrip(" \t*`\"'"))


def _line_around(plain: str, start: int, end: int) -> Span | None:
    """Return the line that holds this part; None where it is longer than the row of a table."""
    first = plain.rfind("\n", max(0, start - _MOST), start) + 1
    last = plain.find("\n", end, end + _MOST)
    if (first == 0 and start > _MOST) or (last < 0 and end + _MOST < len(plain)):
        return None
    return first, last if last >= 0 else len(plain)
