"""A question that goes on after a guide: "and delete it again?" asks of the limit that the guide is about."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.engine.book import Book
from bot.engine.decide import GUIDE_SYMPTOMS
from bot.engine.facts import Case
from bot.engine.verdicts import judge_all
from bot.reading import Reading

from .another import afresh
from .correcting import Read
from .its_name import NAMES
from .next_fix import code_of
from .understanding import understood

_LIMITS = {
    "task_tag": "the tag limit",
    "global": "the global limit",
    "rate_limit": "the rate limit",
    "deployment": "the deployment limit",
    "work_pool": "the pool limit",
    "work_queue": "the queue limit",
}
_MOST_WORDS = 20
_LEAD = re.compile(r"(?i)^\W*(?:(?:and|ok(?:ay)?|so|but|also|then|well|thanks?|great|now)\b\W*)+")
_ASKS = re.compile(r"(?i)^(?:how|what|which|can|could|may|should|do|does|is|where|when|why|if)\b")
_BY_OTHER_MEANS = re.compile(r"(?i)^(?:in|from|with|via|using|through|by) ")
_IT = re.compile(r"(?i)\b(?:it|this|that|(?:the|this|that) limit)\b(?!['’])")
_OF_ITS_NAME = (*sorted(NAMES), "named")
_NUMBERS = ("wish_count", "wish_calls", "wish_seconds", "wish_decay", "wish_slots")


def asked_on(case: Case, reading: Reading, book: Book, read: Read) -> Case | None:
    """Return the case that asks on about the limit of a guide; None where a text asks nothing of it."""
    if case.pending or case.value("symptom") not in GUIDE_SYMPTOMS:
        return None
    question = _whole(reading.text, _LIMITS.get(str(case.value("mechanism")), ""))
    if not question or _asks_of_itself(reading, case):
        return None
    whole = _with_names_of(reading, read(question, later=False))
    if whole.problem or not _is_of_a_guide(whole, case):
        return None
    keep = _OF_ITS_NAME if "wish_change_limit" in _signatures(whole) else (*_OF_ITS_NAME, *_NUMBERS)
    asked = understood(afresh(case, keep=keep), whole, {})
    return asked if _wishes_anew(whole, case) or _leads_elsewhere(asked, case, book) else None


def _whole(text: str, limit: str) -> str:
    """Return a question in full, with the limit in the place of "it"; nothing for what is no question."""
    bare = _LEAD.sub("", text).strip()
    if not limit or len(bare.split()) > _MOST_WORDS:
        return ""
    named = _IT.sub(limit, bare, count=1)
    if _ASKS.match(bare):
        return named if named != bare else ""
    if not bare.endswith("?"):
        return ""
    if _BY_OTHER_MEANS.match(bare):
        return f"how do I set {limit} {bare}"
    return f"how do I {named}" if named != bare else ""


def _asks_of_itself(reading: Reading, case: Case) -> bool:
    """Tell whether a text says without the guide what it asks about; "with CANCEL_NEW?" only seems to."""
    if _BY_OTHER_MEANS.match(_LEAD.sub("", reading.text)):
        return reading.value("mechanism") not in {None, case.value("mechanism")}
    own = reading.value("mechanism") or reading.value("signatures")
    return bool(own) or reading.value("symptom") not in {None, *GUIDE_SYMPTOMS}


def _with_names_of(reading: Reading, whole: Reading) -> Reading:
    """Leave out the names that only the question in full seems to hold."""
    own = [
        each for each in whole.statements if each.name not in NAMES or reading.value(each.name) is not None
    ]
    return replace(whole, statements=tuple(own), names=reading.names)


def _signatures(whole: Reading) -> list[str]:
    found = whole.value("signatures")
    return [str(name) for name in found] if isinstance(found, list) else []


def _is_of_a_guide(whole: Reading, case: Case) -> bool:
    return whole.value("mechanism") == case.value("mechanism") and whole.value("symptom") in GUIDE_SYMPTOMS


def _wishes_anew(whole: Reading, case: Case) -> bool:
    """Tell whether a question gives a number or a name that was not given before."""
    told = {each.name: each.value for each in whole.statements if each.name.startswith("wish_")}
    return any(case.value(name) != value for name, value in told.items())


def _leads_elsewhere(asked: Case, case: Case, book: Book) -> bool:
    """Tell whether a question has an answer of its own, not the guide that was just given."""
    best = next(iter(judge_all(asked, book)), None)
    return best is not None and best.status == "confirmed" and best.cause.code != code_of(case)
