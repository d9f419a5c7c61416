"""A yes or a no, in whatever words, to a question that has an option for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from bot.engine.causes import FactDefinition

from .about_else import is_about_else, is_unknown
from .clauses import words_of
from .option_words import NO, TELLING, YES, OptionWords, content_of
from .remarks import plain

_SURE = r"(?:absolutely|definitely|certainly|of course|probably|for sure|surely)"
_DENIES = re.compile(
    rf"^(?:not (?:really|at all|quite)|{_SURE} not|(?:i|we) (?:dont|do not) (?:think|believe) so|hardly"
    r"|(?:it|they|that) (?:doesnt|does not|dont|do not|isnt|is not)$)"
)
_AGREES = re.compile(
    rf"^(?:{_SURE}|(?:i|we) (?:think|believe|guess|suppose) so|(?:it|they|that) (?:does|do)"
    r"|(?:it )?(?:looks|seems) (?:like it|so)|thats (?:right|true|it))$"
)
_LOOKED = frozenset({"checked", "looked", "counted", "compared", "same", "equal", "match", "matches"})
_OF_EVERY_TALK = frozenset({"limit", "limits"})  # they tell not what a "no" is about


def yes_or_no(clause: str, more: Sequence[str], definition: FactDefinition) -> Any | None:
    """Return the option that a yes or a no stands for; `more` is what follows it."""
    words = words_of(plain(clause))
    options = definition.question.options if definition.question else ()
    wanted, rest = _wanted(words)
    if not wanted or is_unknown(" ".join(words)) or is_about_else(" ".join(words), definition.fact):
        return None
    if wanted == "no" and not _speaks_of(" ".join([*rest, *more]), definition):
        return None
    found = [
        option
        for option in options
        if option.value is (wanted == "yes") or words_of(option.label.casefold())[:1] == [wanted]
    ]
    return found[0].value if len(found) == 1 else None


def _wanted(words: list[str]) -> tuple[Literal["yes", "no", ""], list[str]]:
    said = " ".join(words)
    if _DENIES.match(said):
        return "no", []
    if words[:1] and words[0] in NO:
        return "no", words[1:]
    return ("yes" if (words[:1] and words[0] in YES) or _AGREES.match(said) else ""), words[1:]


def _speaks_of(more: str, definition: FactDefinition) -> bool:
    """Tell whether what follows a "no" is about what was asked: else it denies something else.

    "no, none were started by hand" denies no count of slots; a bare "no" does.
    """
    question, content = definition.question, content_of(words_of(plain(more)))
    if question is None or not content:
        return question is not None
    asked = {*words_of(plain(question.prompt)), *words_of(plain(question.where))} - _OF_EVERY_TALK
    own = {word for option in question.options for word in OptionWords(option).all}
    return any(word in _LOOKED or (word in own | asked and len(word) >= TELLING) for word in content)
