"""What a signature must hold: a pattern that stays fast on any text, and facts that exist."""

from __future__ import annotations

import re

from bot.engine.causes import Signature

from .files import Entry
from .problems import near
from .written import Known, check_fact, check_value

# A class such as [^*+], or a backslash with what it escapes: no repetition stands in these.
_PLAIN = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\.", re.DOTALL)
NEVER_DOUBTED = ("wish_", "belief_", "asks_", "blames_")
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")


def check_signature(signature: Signature, entry: Entry, known: Known) -> None:
    """Check a pattern and the facts it states. Raises KnowledgeError."""
    try:
        re.compile(signature.pattern)
    except (re.error, RecursionError, OverflowError) as mistake:
        raise entry.mistake(("pattern",), f"pattern: {mistake}", "look at this place of it") from mistake
    _check_bounded(signature.pattern, entry)
    if signature.even_if and signature.signature.startswith(NEVER_DOUBTED):
        told = "its name says that it is a question, a wish or a belief: these are never doubted"
        raise entry.mistake(("even_if",), told, "remove it")
    for name, value in signature.facts.items():
        check_fact(name, entry, ("facts", name), known)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                check_value(name, each, entry, ("facts", name), known)
    groups = re.compile(signature.pattern).groupindex
    for group, name in signature.captures.items():
        check_fact(name, entry, ("captures", group), known)
        if group not in groups:
            raise entry.mistake(
                ("captures", group), f"no group `{group}` in the pattern", near(group, groups)
            )


def _check_bounded(pattern: str, entry: Entry) -> None:
    """Refuse a repetition without an end: on a long text it can cost the square of its length."""
    plain = _PLAIN.sub(lambda found: "x" * len(found[0]), pattern)
    endless = _ENDLESS.search(plain)
    if endless:
        before = pattern[max(0, endless.start() - 20) : endless.end()]
        told = "say how often at most, such as `{0,6}`"
        raise entry.mistake(("pattern",), f"`{before}` repeats without an end", told)
