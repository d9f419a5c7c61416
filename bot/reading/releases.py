"""Releases in a text: the dots of "3.4.8" end no sentence, and its numbers say nothing of limits."""

from __future__ import annotations

import re

_BEGINS = r"(?<![\w.:/=-])v?"
_ENDS = r"\b(?![\w.-]*\d)"
_RELEASE = (
    rf"(?:{_BEGINS}\d\.\d{{1,2}}\.\d{{1,3}}(?:[a-z]{{1,3}}\d{{0,3}})?{_ENDS}"
    rf"|(?:(?<=prefect )|(?<=version )|(?<=release )){_BEGINS}[23]\.\d{{1,2}}{_ENDS}"
    rf"|(?<=\bon ){_BEGINS}[23]\.\d{{1,2}}(?=\W*$))"
)
_ALONE = re.compile(rf"(?i){_RELEASE}")
_WITH_ITS_WORD = re.compile(rf"(?i)(?:(?<![\w-])(?:on|in|with|at|under) )?{_RELEASE}")


def without_dots(text: str) -> str:
    """Return the text, as long as before, with each release in one piece: "3_4_8"."""
    return _ALONE.sub(lambda release: release[0].replace(".", "_"), text)


def without_releases(text: str) -> str:
    """Return the text without releases, and without a word such as "on" that led to one."""
    return _WITH_ITS_WORD.sub("", text)
