"""The name of what a talk is about, where a message says "it is called lake" without the word of its kind."""

from __future__ import annotations

import re

from bot.engine.facts import Case, Fact
from bot.engine.said_names import NAMED_BY
from bot.reading import Reading
from bot.reading.common_words import is_common
from bot.reading.names_never import is_never_a_name
from bot.reading.vocabulary import PLAIN_WORDS

NAMES = frozenset({*NAMED_BY.values(), "wish_deployments"})
_WORD = re.compile(r"[A-Za-z0-9][\w.:/-]*[A-Za-z0-9]")
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


def only_name(text: str) -> list[str]:
    """Return the one word of a text that may be a name; none where several may be, or none may."""
    found = dict.fromkeys(word for word in _WORD.findall(text) if _may_be_a_name(word))
    return list(found) if len(found) == 1 else []


def _may_be_a_name(word: str) -> bool:
    bare = word.casefold()
    plain = bare in PLAIN_WORDS or is_common(bare)
    return not plain and not bare.isdecimal() and not is_never_a_name(word, quoted=False)


def renamed(old: Case, new: Case) -> tuple[str, str] | None:
    """Return the new and the former name of the thing that the talk is about, where it got another."""
    fact = NAMED_BY.get(str(old.value("mechanism")), "")
    was, now = old.value(fact), new.value(fact)
    return (str(now), str(was)) if was and now and was != now else None
