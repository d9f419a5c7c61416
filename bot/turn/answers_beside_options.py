"""Answers that no option's words tell: the kind and name of a limit, and counts to compare."""

from __future__ import annotations

import re

from bot.engine.facts import Case
from bot.reading import Reading
from bot.reading.said_wishes import kind_named

from .answering import Chosen
from .clauses import clauses_of, words_of
from .comparing import COUNTS, compared
from .heard import REMARK
from .option_words import NOT
from .remarks import plain

_IS_A_NUMBER = re.compile(r"(?i)\W*(?:only |just )?(?:\d{1,6}|no|zero|none|one|two|three|four|five)\W*")


def by_its_kind(case: Case, text: str) -> Chosen | None:
    """Take "pool k8s" for the answer to which limit it is about."""
    words = words_of(plain(text))
    if case.pending != "mechanism" or len(words) > REMARK or not NOT.isdisjoint(words):
        return None
    kind = kind_named(", ".join(clauses_of(text)))
    return Chosen(kind) if kind else None


def counted(case: Case, reading: Reading) -> Chosen | None:
    """Compare the runs that are counted, or the slots, with what was told of the others before."""
    if case.pending != COUNTS or "?" in reading.text or compared(reading.text):
        return None
    used = reading.value("slots_used")
    if used == 0:
        return Chosen(0)
    known = used if used is not None else case.value("slots_used")
    text = f"{reading.text} running" if _IS_A_NUMBER.fullmatch(reading.text) else reading.text
    told = compared(f"{known} slots, {text}") if known else ""
    return Chosen(int(told == "more")) if told else None
