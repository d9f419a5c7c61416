"""The machine behind the near misses: which changed condition is noticed by which case."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest_asyncio

from bot.engine.book import Book, compile_cause
from bot.engine.causes import Condition
from bot.engine.facts import Case
from bot.knowledge.load import knowledge

from .mutation import mutants
from .near_misses import Domain, NearMiss, bases_of, found_for, searched, tells
from .talking import talk

CODE = "CL46"
PROOFS = ("old-server-405", "near-old-server-answers-410")


@pytest_asyncio.fixture
async def cases() -> dict[str, Case]:
    """What two log cases end in."""
    book = knowledge()
    return {name: (await talk(book.log_cases[name], book)).turn.case for name in PROOFS}


def with_condition(condition: Condition) -> Book:
    """The knowledge with one more condition in the cause."""
    book = knowledge()
    cause = book.cause(CODE)
    assert cause is not None
    more = compile_cause(cause.model_copy(update={"conditions": (*cause.conditions, condition)}))
    causes = [more if compiled.cause.code == CODE else compiled for compiled in book.causes]
    return replace(book, causes=tuple(causes))


def found_in(book: Book, cases: dict[str, Case]) -> dict[tuple[int, str], NearMiss | None]:
    """What notices the deletion and the opposite of each condition of the cause."""
    domain, bases = Domain(book, cases.values()), bases_of(cases, book)[CODE]
    some = [mutant for mutant in mutants(book) if mutant.code == CODE]
    return {(mutant.number, mutant.kind): found_for(mutant, bases, domain, book) for mutant in some}


async def test_a_condition_that_tells_the_cause_is_noticed(cases: dict[str, Case]) -> None:
    found = found_in(knowledge(), cases)
    assert found[0, "deleted"]
    assert found[0, "inverted"]


async def test_a_condition_that_says_nothing_new_is_found(cases: dict[str, Case]) -> None:
    book = with_condition(Condition(when="signatures is defined", weight="decisive"))
    number = len(book.cause(CODE).conditions) - 1  # type: ignore[union-attr]
    found = found_in(book, cases)
    assert found[number, "deleted"] is None
    assert found[number, "inverted"] is not None


async def test_what_notices_the_opposite_is_told_otherwise(cases: dict[str, Case]) -> None:
    book = knowledge()
    some = [mutant for mutant in mutants(book) if (mutant.code, mutant.number) == (CODE, 0)]
    near_misses = searched(book, cases, some)[CODE]
    assert all(any(tells(each, mutant, book) for each in near_misses) for mutant in some)
    assert near_misses[0].entry()["of"] in PROOFS


def test_a_mutant_is_told_with_file_and_line() -> None:
    first = next(mutant for mutant in mutants(knowledge()) if mutant.code == CODE)
    assert re.match(r"causes/CL46-old-server\.yaml:\d+: deleted: 'acquire_method_not_allowed'", first.name)
