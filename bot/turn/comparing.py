"""How the count of slots compares with the runs that really run, as a person says it."""

from __future__ import annotations

import re
from typing import Literal

from .remarks import plain

COUNTS = "slots_unexplained"
Compared = Literal["more", "same", "fewer", ""]  # slots than runs
_SMALL = {"no": 0, "zero": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_N = rf"(\d{{1,6}}|{'|'.join(_SMALL)})"
_RUNS = r"(?:(?:real|live|running|active|actual|flow|task) ){0,2}(?:runs?|tasks?|flows?|jobs?)"
_WORDS: tuple[tuple[Compared, re.Pattern[str]], ...] = (
    (
        "same",
        re.compile(r"\b(?:no|not) more (?:\w+ ){0,2}slots?\b|\bn[o']?t exceed|\bnot (?:higher|larger|above)"),
    ),
    ("", re.compile(r"\b(?:not|n't|never) (?:\w+ ){0,2}(?:same|equal|match\w*|as many|identical)\b")),
    ("fewer", re.compile(rf"\bmore {_RUNS} than\b|\b(?:fewer|less) (?:used |taken |active )?slots?\b")),
    ("more", re.compile(rf"\bmore (?:used |taken |active )?slots?\b|\b(?:fewer|less) {_RUNS}")),
    ("same", re.compile(r"\b(?:(?:exactly|just) )?(?:as many|the same|same|equal|identical|match(?:es)?)\b")),
    (
        "same",
        re.compile(
            r"\b(?:every|each)(?: \w+){0,2} (?:slot|one|of them)\b.{0,30}\b(?:run|runs|live|alive|running)\b"
            rf"|\b(?:real|live) {_RUNS} (?:hold|have|take|use)\b"
            r"|\ball (?:of (?:them|these|those) )?(?:\d{1,6} )?(?:are )?(?:alive|live|running|real|busy)\b"
        ),
    ),
    (
        "more",
        re.compile(
            r"\b(?:nothing|none|nobody|nil)(?: of (?:them|these|those))?"
            rf"(?: (?:is|are|was|really|actually|even|left))* (?:running|runs?|alive|live|active)\b"
            rf"|\b(?:no|zero|0) {_RUNS}"
            r"|\b(?:all|both)(?: of (?:them|these|those))?(?: (?:the|runs?|are|is|long|already|\d{1,6}))*"
            r" (?:dead|gone|finished|crashed|ended|completed|cancelled|over)\b"
        ),
    ),
    (
        "more",
        re.compile(r"\b(?:count|counter|it|number) (?:is |does )?(?:exceeds?|higher|larger|bigger|above)\b"),
    ),
    ("fewer", re.compile(r"\b(?:count|counter|number) (?:is )?(?:lower|smaller|below)\b")),
)
_SLOTS_COUNTED = re.compile(rf"\b{_N} ?(?:/|of|out of) ?\d{{1,6}}\b|\b{_N} (?:used |taken )?slots?\b")
_RUNS_COUNTED = re.compile(
    rf"\b{_N} (?:of them )?(?:(?:is|are|really|actually) )*(?:{_RUNS}|running|alive|live)\b"
)


def compared(text: str) -> Compared:
    """Return how many slots are counted beside the runs, or nothing where the text does not compare."""
    said = plain(text)
    slots = _SLOTS_COUNTED.search(said)
    rest = said.replace(slots[0], " , ", 1) if slots else said
    runs = _RUNS_COUNTED.search(rest)
    if slots and runs:
        counted, real = _number(slots[1] or slots[2]), _number(runs[1])
        return "more" if counted > real else "same" if counted == real else "fewer"
    return next((told for told, regex in _WORDS if regex.search(said)), "")


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _SMALL[word]
