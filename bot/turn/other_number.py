"""Another number for what a guide is written with: "make it 5", "no, 5", "it should be 8"."""

from __future__ import annotations

import re
from typing import Any

from bot.engine.decide import GUIDE_SYMPTOMS
from bot.engine.facts import Case
from bot.reading.said_amounts import IN_WORDS, amount

from .clauses import words_of
from .correcting import Read
from .remarks import plain

_RATE = frozenset({"wish_calls", "wish_decay", "slot_limit"})
_NUMBER = re.compile(r"(?<![\w./:-])(\d{1,6})(?![\w/:%-]|\.\d)")
# "Now 5 run at once", "1 run is up", "the limit was 5" tell what is seen; "5 runs at a time" is a wish.
_SEEN = re.compile(
    r"\b(?:now|only|actually|still) \d+ runs?\b|\d (?:slots?|runs?) (?:is|runs?|now)\b|\bwas \d|\bwe now\b"
)
_WORDS = re.compile(IN_WORDS)
# What may stand beside the number, and says only that it is another one.
_BESIDE = frozenset(
    """
    make it its that this them set change put let lets should be must to take use say try rather instead
    please then now only just limit limits number count value raise lower increase decrease reduce bump
    want wanted need needed we i id wed d would like ok okay actually no nope sorry wait oops correction
    hm well and or what about with for better up down run runs slot slots at most a time once the is was
    meant mean typo not more than
    """.split()  # noqa: SIM905 - a list of so many words is read best as text
)


def other_number(case: Case, text: str) -> int | None:
    """Return the one number of a few words after a guide, where they tell nothing else."""
    if case.pending or case.value("symptom") not in GUIDE_SYMPTOMS:
        return None
    said = _WORDS.sub(_in_digits, plain(text))
    numbers = _NUMBER.findall(said)
    words = [word for word in words_of(said) if word not in numbers]
    told = said.endswith("?") or _SEEN.search(said)
    if len(numbers) != 1 or told or not _BESIDE.issuperset(words):
        return None
    number = int(numbers[0])
    known = case.value("wish_count" if case.value("wish_calls") is None else "wish_calls")
    return number if number and number != known else None


def _in_digits(words: re.Match[str]) -> str:
    """Write "twenty-five" as "25"; what is no whole number stays as it is."""
    read = amount(words[0])
    return str(int(read)) if read is not None and read.denominator == 1 else words[0]


def other_wishes(case: Case, number: int, read: Read) -> dict[str, Any]:
    """Return what a guide is filled with for another number: of calls in the same time, else of runs."""
    seconds = case.value("wish_seconds")
    if case.value("wish_calls") is None or seconds is None:
        return {"wish_count": number}
    rate = read(f"how do I rate limit to {number} calls per {seconds} seconds?", later=False)
    told = {each.name: each.value for each in rate.statements if each.name in _RATE}
    return {name: value for name, value in told.items() if name in case.facts}
