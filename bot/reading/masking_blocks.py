"""Secrets that are whole blocks: private keys, folded text, and what a secret of Kubernetes holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.masking_values import MASK, Span, value_at

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}"
    r"(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?"
)
_FOLDED = re.compile(r"(?:[|>][-+0-9]{0,2}[ \t]{0,8}\n)?([ \t]{1,40})(\S[^\n]*(?:\n\1[^\n]*\S[^\n]*)*)")
_ENTRIES = (
    r"[\\\"']{0,4}:[ \t]{0,8}"
    r"(?:\n(?P<lines>(?:[ \t]+[^\n]*(?:\n|\Z))+)|\n?\s{0,20}\{(?P<braces>[^{}]{0,9999}))"
)
_STRING_DATA = re.compile("stringdata" + _ENTRIES)
_DATA = re.compile("data(?<![a-z]data)" + _ENTRIES)
_KIND = re.compile(r"kind[\\\"']{0,4}:[ \t]{0,8}[\\\"']{0,4}secret\b")
_ENTRY = re.compile(r"(?<![\w.-])[\\\"']{0,4}[\w.-]{1,100}[\\\"']{0,4}:[ \t]{0,8}(?=\S)")


def blocks_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where blocks stand that are secrets."""
    if "PRIVATE KEY" in plain:
        yield from (found.span() for found in _PRIVATE_KEY.finditer(plain))
    if "stringdata" in lowered:
        yield from _entries(plain, lowered, _STRING_DATA)
    if _KIND.search(lowered):
        yield from _entries(plain, lowered, _DATA)


def folded_at(plain: str, at: int) -> Span | None:
    """Return the lines of one indentation that a folded text of YAML holds."""
    folded = _FOLDED.match(plain, at)
    return folded.span(2) if folded and not plain.startswith(MASK, folded.start(2)) else None


def _entries(plain: str, lowered: str, regex: re.Pattern[str]) -> Iterator[Span]:
    for block in regex.finditer(lowered):
        start, end = block.span(block.lastgroup or 0)
        for entry in _ENTRY.finditer(lowered, start, end):
            span = folded_at(plain, entry.end()) if plain.startswith(("|", ">"), entry.end()) else None
            if span := span or value_at(plain, entry.end(), "any"):
                yield span
