"""Options of a fact that a text denies before anybody asks: "one replica only, never restarted"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.book import Book
from bot.engine.causes import FactDefinition
from bot.engine.denied import DENIED
from bot.engine.facts import Case, Fact
from bot.engine.verdicts import judge_all

from .about_else import guesses, is_about_else
from .answering import option_denied
from .clauses import clauses_of, words_of
from .remarks import plain

_MOST = 2_000  # characters; what is longer is mostly pasted
_MOST_WORDS = 20  # of a clause; what is denied in a longer one is hard to tell
_OF_TWO = 2  # of two options the other one is stated
_BY_READING = frozenset({"mechanism", "symptom"})


def with_denied(case: Case, text: str, book: Book, *, but: str = "") -> Case:
    """Return the case with what a text denies of the facts, but one, that a cause at hand still wants."""
    told: list[list[object]] = list(case.value(DENIED) or ())
    for pair in _denied(case, text, book):
        if pair not in told and pair[0] != but:
            told.append(pair)
    return case if told == (case.value(DENIED) or []) else case.with_facts([Fact(DENIED, told, "person")])


def _denied(case: Case, text: str, book: Book) -> Iterator[list[object]]:
    clauses = [clause for clause in clauses_of(text[:_MOST]) if len(clause.split()) <= _MOST_WORDS]
    for definition in _wanted(case, book) if clauses else ():
        for clause in clauses:
            said = " ".join(words_of(plain(clause)))
            if guesses(said) or is_about_else(said, definition.fact):
                continue
            option = option_denied(clause, definition)
            if option is not None:
                yield [definition.fact, option.value]


def _wanted(case: Case, book: Book) -> Iterator[FactDefinition]:
    """Yield the facts with a few known values that a cause which may still be so waits for."""
    still_open = (verdict for verdict in judge_all(case, book) if verdict.status == "open")
    for name in sorted({name for verdict in still_open for name in verdict.missing} - _BY_READING):
        definition = book.facts.get(name)
        if definition and definition.question and len(definition.values) > _OF_TWO:
            yield definition
