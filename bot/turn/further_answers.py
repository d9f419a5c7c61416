"""Answers to what was not asked yet: an option's words, of any fact that the causes at hand still want."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.engine.book import Book
from bot.engine.facts import Case, Fact
from bot.engine.questions import askable
from bot.engine.verdicts import judge_all

from .answering import option_named
from .clauses import clauses_of, words_of
from .remarks import plain, tells_what_was_done

_BY_READING = frozenset({"mechanism", "symptom"})  # a word or two does not tell what the talk is about
_MOST_WORDS = 40
_MOST_ROUNDS = 3  # an answer may make others wanted


def also_answered(case: Case, text: str, book: Book) -> Case:
    """Return the case with every wanted fact that a clause of the text names an option of."""
    if plain(text).endswith("?") or tells_what_was_done(text) or len(words_of(plain(text))) > _MOST_WORDS:
        return case
    clauses = clauses_of(text)
    for _ in range(_MOST_ROUNDS):
        found = _named(clauses, _wanted(case, book), book)
        if not found:
            break
        told = case.with_facts(Fact(name, value, "person") for name, value in found.items())
        asked = tuple(dict.fromkeys((*told.asked, *found)))
        case = replace(told, asked=asked, subjects=(), looked=frozenset())
    return case


def _wanted(case: Case, book: Book) -> list[str]:
    """Return the facts that would settle a cause which may still be so, and those asked for in vain.

    What the open question asks for was looked for before, in the whole text.
    """
    still_open = (verdict for verdict in judge_all(case, book) if verdict.status == "open")
    names = dict.fromkeys(name for verdict in still_open for name in verdict.missing)
    told_of_any = case.without(["symptom"])  # it limits what is asked, not what may be told
    wanted = [name for name in names if name not in _BY_READING and askable(name, told_of_any, book)]
    in_vain = [name for name in case.asked if name in case.unavailable and name in book.facts]
    return [name for name in dict.fromkeys((*wanted, *in_vain)) if name != case.pending]


def _named(clauses: Sequence[str], wanted: Iterable[str], book: Book) -> dict[str, Any]:
    """Return the facts of which a clause names an option; a clause that may answer two answers none."""
    found: dict[str, Any] = {}
    for clause in clauses:
        values = {name: option_named(clause, book.facts[name]) for name in wanted}
        named = {name: value for name, value in values.items() if value is not None}
        if len(named) == 1:
            found = {**named, **found}
    return found
