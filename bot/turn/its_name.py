"""The name of what a talk is about, where a message says "it is called lake" without the word of its kind."""

from __future__ import annotations

import re

from bot.engine.facts import Case, Fact
from bot.engine.said_names import NAMED_BY
from bot.reading import Reading

NAMES = frozenset({*NAMED_BY.values(), "wish_deployments"})
_IT = r"(?:it|that|this|(?:its|the) name)(?:['’]?s| is| was)?"


def its_name(case: Case, reading: Reading) -> Fact | None:
    """Return the name that a message gives to the thing whose kind is known; None where it gives none."""
    fact = NAMED_BY.get(str(reading.value("mechanism") or case.value("mechanism")))
    if fact is None or reading.value(fact) is not None or not case.facts:
        return None
    name = next(
        (name for name in reading.names if _is_called(name, reading.text, sure=not case.pending)), None
    )
    if name is None:
        return None
    return Fact(fact, f"FLOW/{name}" if fact == "wish_deployment" and "/" not in name else name, "person")


def _is_called(name: str, text: str, *, sure: bool) -> bool:
    """Tell whether a text calls it so; "it's lake" may answer an open question instead."""
    own = rf"[\"'`(]{{0,2}}{re.escape(name)}(?![\w/-])"
    if re.search(rf"(?i)(?:\b{_IT} |^\W*)(?:called|named) {own}", text):
        return True
    return sure and bool(re.search(rf"(?i)\b{_IT} {own}", text) or re.fullmatch(rf"\W*{own}\W*", text))


def renamed(old: Case, new: Case) -> tuple[str, str] | None:
    """Return the new and the former name of the thing that the talk is about, where it got another."""
    fact = NAMED_BY.get(str(old.value("mechanism")), "")
    was, now = old.value(fact), new.value(fact)
    return (str(now), str(was)) if was and now and was != now else None
