"""Secrets that are whole blocks: private keys, and what a secret of Kubernetes holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.masking_values import Span, value_at

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}"
    r"(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?"
)
_STRING_DATA = re.compile(r"stringdata\"?:[ \t]{0,8}\n((?:[ \t]+[^\n]*(?:\n|\Z))+)")
_DATA = re.compile(r"(?<![a-z])data\"?:[ \t]{0,8}\n((?:[ \t]+[^\n]*(?:\n|\Z))+)")
_KIND = re.compile(r"kind:[ \t]{0,8}secret\b")
_ENTRY = re.compile(r"(?m)^[ \t]+[\w.-]{1,100}:[ \t]{1,8}(?=\S)")


def blocks_in(plain: str, lowered: str) -> Iterator[Span]:
    """Yield where blocks stand that are secrets."""
    if "PRIVATE KEY" in plain:
        yield from (found.span() for found in _PRIVATE_KEY.finditer(plain))
    if "stringdata" in lowered:
        yield from _entries(plain, lowered, _STRING_DATA)
    if _KIND.search(lowered):
        yield from _entries(plain, lowered, _DATA)


def _entries(plain: str, lowered: str, regex: re.Pattern[str]) -> Iterator[Span]:
    for block in regex.finditer(lowered):
        for entry in _ENTRY.finditer(lowered, block.start(1), block.end(1)):
            span = value_at(plain, entry.end(), "any")
            if span:
                yield span
