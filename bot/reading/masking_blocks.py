"""Secrets that are whole blocks: private keys, folded text, and what a secret of Kubernetes holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reading.masking_values import Span, value_at

# An editor may have made two of its dashes one.
_PRIVATE_KEY = re.compile(
    r"-{3,20}BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-{3,20}(?:[^-]|-(?!--)){0,20000}"
    r"(?:-{3,20}END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-{3,20})?"
)
_LEAST_LINES = 2
_FOLDED = re.compile(
    r"(?:[|>][-+0-9]{0,2}[ \t]{0,8}\n)?([ \t]{1,40})(?!\[masked\])(\S[^\n]*(?:\n\1[^\n]*\S[^\n]*)*)"
)
_ENTRIES = (
    r"[\\\"']{0,4}:[ \t]{0,8}"
    r"(?:\n(?P<lines>(?:[ \t]+[^\n]*(?:\n|\Z))+)|\n?\s{0,20}\{(?P<braces>[^{}]{0,9999}))"
)
_STRING_DATA = re.compile("stringdata" + _ENTRIES)
_DATA = re.compile("data(?<![a-z]data)" + _ENTRIES)
_KIND = re.compile(r"kind[\\\"']{0,4}:[ \t]{0,8}[\\\"']{0,4}secret\b")
_ENTRY = re.compile(r"(?<![\w.-])[\\\"']{0,4}[\w.-]{1,100}[\\\"']{0,4}:[ \t]{0,8}(?=\S)")
# Lines of a key whose first line is missing; hashes are of one case, names of words.
_KEY_LINE = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/]{60,76}(?![A-Za-z0-9+/_-])")
_MIXED = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])")
# A line's end, also one that is written out: then its n seems to begin the next line.
_END_OF_LINE = r"={0,2}[\\\"', \t]{0,9}"
_BETWEEN = re.compile(_END_OF_LINE + r"(?:\n[^\n]{0,80})?")
_LAST_LINE = re.compile(
    _END_OF_LINE + r"(?:(?<=\\)|\n[ \t>|\"']{0,40})([A-Za-z0-9+/]{4,75}={0,2})(?=[\s\"'\\)>]|\Z)"
)
_PUBLIC = re.compile(
    r"BEGIN (?:(?:TRUSTED|X509|NEW|RSA|SSH2) )?(?:CERTIFICATE|PUBLIC KEY|PGP (?:MESSAGE|PUBLIC))"
)


def blocks_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where blocks stand that are secrets."""
    yield from _key_lines(plain)
    if "PRIVATE KEY" in plain:
        yield from (found.span() for found in _PRIVATE_KEY.finditer(plain))
    if "stringdata" in lowered:
        yield from _entries(plain, lowered, _STRING_DATA)
    if _KIND.search(lowered):
        yield from _entries(plain, lowered, _DATA)


def _key_lines(plain: str) -> Iterator[Span]:
    """Yield two or more lines of a key that follow each other, with the short one at their end."""
    run: list[Span] = []
    for found in _KEY_LINE.finditer(plain):
        if run and not _BETWEEN.fullmatch(plain, run[-1][1], found.start()):
            yield from _of_key(plain, run)
            run = []
        if _MIXED.match(found.group()):
            run.append(found.span())
    yield from _of_key(plain, run)


def _of_key(plain: str, run: Sequence[Span]) -> Iterator[Span]:
    if len(run) < _LEAST_LINES or _PUBLIC.search(plain, max(0, run[0][0] - 80), run[0][0]):
        return
    last = _LAST_LINE.match(plain, run[-1][1])
    yield run[0][0], last.end(1) if last else run[-1][1]


def folded_at(plain: str, at: int) -> Span | None:
    """Return the lines of one indentation that a folded text of YAML holds."""
    folded = _FOLDED.match(plain, at)
    return folded.span(2) if folded else None


def _entries(plain: str, lowered: str, regex: re.Pattern[str]) -> Iterator[Span]:
    for block in regex.finditer(lowered):
        start, end = block.span(block.lastgroup or 0)
        done = start
        for entry in _ENTRY.finditer(lowered, start, end):
            if entry.end() < done:
                continue  # it stands in a folded text that is a secret as a whole
            span = folded_at(plain, entry.end()) if plain.startswith(("|", ">"), entry.end()) else None
            if span := span or value_at(plain, entry.end(), "any"):
                done = span[1]
                yield span
