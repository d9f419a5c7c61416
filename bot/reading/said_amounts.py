"""Amounts as people write them: "2.5", "10 000", "1/3", "twenty-five", "two hundred and fifty"."""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = {"single": 1} | dict(zip(_SMALL + _TEENS, range(1, 20), strict=True))
_BIG = dict(zip(_TENS, range(20, 100, 10), strict=True))
_MANY = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
WORD = rf"(?:{'|'.join(sorted([*_ONES, *_BIG, *_MANY], key=len, reverse=True))})\b"
MORE_WORDS = rf"(?:[ -](?:and )?{WORD})"
# Taken whole, as many number words as there are: a part of a number would be another number.
IN_WORDS = rf"(?<![\w-])(?:an? (?={'|'.join(_MANY)}))?+{WORD}{MORE_WORDS}*+"
_PLAIN = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ ,_'’\u00a0\u202f])\d{3})(?:\1\d{3})*")
_THOUSANDS_WITH_A_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # or a decimal: nobody can tell
_PART = re.compile(r"(\d{1,3})/(\d{1,3})")


def amount(text: str) -> Fraction | None:
    """Return a number as it is written, "2.5", "10 000", "1/3", "two hundred"; None where it is unclear."""
    text = re.sub(r"^an? ", "", text.lower())
    if text.startswith("half "):
        return Fraction(1, 2) if text in {"half a", "half an"} else None
    if text[0].isdigit():
        number, _, times = text.rpartition(" ")
        return _digits(number, _MANY[times]) if times in _MANY else _digits(text, 1)
    return Fraction(1) if text == "once" else _words(re.split(r"[ -]", text))


def _digits(number: str, times: int) -> Fraction | None:
    if number.endswith("k"):
        number, times = number[:-1], times * 1_000
    if part := _PART.fullmatch(number):
        top, below = int(part[1]), int(part[2])
        return Fraction(top, below) * times if top < below else None
    if _GROUPED.fullmatch(number):
        return Fraction(re.sub(r"\D", "", number)) * times
    if _PLAIN.fullmatch(number) and not _THOUSANDS_WITH_A_POINT.fullmatch(number):
        return Fraction(number) * times
    return None


def _words(words: list[str]) -> Fraction | None:
    """Return what "two hundred and fifty" comes to; None for words that are no number together."""
    many = next((word for word in ("million", "thousand", "hundred", "dozen") if word in words), None)
    if many is None:
        big, one = _BIG.get(words[0], 0), _ONES.get(words[-1], 0)
        if len(words) == 1:
            return Fraction(big or one) or None
        return Fraction(big + one) if len(words) == 2 and big and 0 < one < 10 else None
    at = words.index(many)
    after = words[at + 2 if words[at + 1 : at + 2] == ["and"] else at + 1 :]
    times = _words(words[:at]) if at else Fraction(1)
    rest = _words(after) if after else Fraction(0)
    if times is None or rest is None or rest >= _MANY[many]:
        return None
    return times * _MANY[many] + rest
