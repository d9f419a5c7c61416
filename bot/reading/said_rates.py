"""Rates that a person wishes for: so many calls in so much time. What is not understood gives no number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction
from math import lcm

from bot.reading.said_amounts import IN_WORDS, MORE_WORDS, WORD, amount

# Taken whole, signs and all: a part of a number would be another number.
_DIGITS = r"(?<![\w:.,/'’-])(?<!\d )\d(?:[.,_'’/\u00a0\u202f]?\d){0,15}(?: \d{3}\b){0,3}(?!\d|[.,_'’:]\d)"
_NO_RELEASE = r"(?<!prefect )(?<!version )(?<!python )"
_AMOUNT = rf"({_NO_RELEASE}(?:{_DIGITS}k?{MORE_WORDS}*+|(?<![\w-])half an?\b|{IN_WORDS}))"
_PERIOD = rf"(?:{_AMOUNT} ?)?"
_UNIT = r"(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?|weeks?)\b"
_SECONDS = {
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
    "d": Fraction(86400),
    "w": Fraction(604800),
}
_CALLS = (
    r"(?:(?:api|http|external|concurrent) )?(?:calls?|requests?|reqs?|quer(?:y|ies)|times|messages?|hits?"
    r"|emails?|uploads?|downloads?|writes?|reads?|inserts?|tasks?|(?:flow |task )?runs?|jobs?|records?)"
)
_OTHER_WORD = rf"(?!{WORD})[^\W\d]\w* "
_SHORT_RATE = re.compile(rf"(?i){_AMOUNT} ?(rps|rpm|qps|rph)\b")
_RATES = (
    re.compile(rf"(?i){_AMOUNT} (?:{_OTHER_WORD})?{_CALLS} (?:per|an?|each|every|/) ?{_PERIOD}{_UNIT}"),
    re.compile(rf"(?i){_AMOUNT} ?(?:calls?|requests?|reqs?|queries)? ?/ ?{_PERIOD}{_UNIT}"),
    re.compile(rf"(?i){_AMOUNT} (?:{_OTHER_WORD}){{0,2}}(?:every|per|each) {_PERIOD}{_UNIT}"),
    re.compile(rf"(?i){_AMOUNT} ?(?:x|×)(?: \w+)? ?(?:per|an?|each|every|/) ?{_PERIOD}{_UNIT}"),
    re.compile(rf"(?i)\b(once) (?:per|an?|each|every) ?{_PERIOD}{_UNIT}"),
    _SHORT_RATE,
)
_HAPPENS = re.compile(
    r"(?i)\b(?:gets?|got|receive[sd]?|sees?|saw|runs|ran|happen(?:s|ed)?|fire[sd]?)\W{1,3}\Z"
)
_KEPT_TO = re.compile(
    r"(?i)\b(?:rate[- ]limit\w*|limit(?:s|ed)?|throttl\w*|at most|more than|max\w*|cap|allow(?:s|ed)?"
    r"|exceed\w*|(?:stay|keep) (?:below|under|within)|may only|can only|(?:must|may) not)\b"
)
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n")
_SIX_DIGITS = Context(prec=6, rounding=ROUND_DOWN)
_MOST = 10_000_000  # calls: more is a slip of the pen, and no limit can be as large as some of them


def rate_in(text: str) -> Iterator[tuple[str, int | float, int]]:
    """Yield the calls, the seconds in which they are allowed, and the calls a second, with their place.

    Of two different rates nobody can tell which is wished for.
    """
    match = _rate(text)
    if not match or not (read := _read(match)):
        return
    rest = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    calls, seconds = read
    if (other := _rate(rest)) and (second := _read(other)) and second[0] / second[1] != calls / seconds:
        return
    whole = lcm(calls.denominator, seconds.denominator)
    yield "wish_calls", int(calls * whole), match.start()
    yield "wish_seconds", int(seconds * whole), match.start()
    yield "wish_decay", _decay(calls / seconds), match.start()


def rate_is_wished(text: str) -> bool:
    """Tell whether a sentence names a rate and says that it is to be kept to."""
    match = _rate(text)
    if not match or not _read(match):
        return False
    before = _SENTENCE_END.split(text[: match.start()])[-1]
    behind = _SENTENCE_END.split(text[match.end() :])[0]
    return _KEPT_TO.search(f"{before}{behind}") is not None


def _rate(text: str) -> re.Match[str] | None:
    found = (match for regex in _RATES for match in regex.finditer(text))
    return next(
        (match for match in found if not _HAPPENS.search(text[max(0, match.start() - 20) : match.start()])),
        None,
    )


def _read(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    calls = amount(match[1])
    seconds = _seconds(match[2], match[3]) if match.re is not _SHORT_RATE else _SECONDS[match[2][-1].lower()]
    return (calls, seconds) if calls and seconds and calls <= _MOST else None


def _seconds(count: str | None, unit: str) -> Fraction | None:
    counted = amount(count) if count else Fraction(1)
    unit = unit.lower()
    return counted and counted * _SECONDS["ms" if unit.startswith(("ms", "milli")) else unit[0]]


def _decay(rate: Fraction) -> float:
    """Return the calls a second to six digits, rounded down so that it never is more than was wished."""
    return float(_SIX_DIGITS.divide(Decimal(rate.numerator), Decimal(rate.denominator)))
