"""The machine of `make lab`'s mutation run, tried on one cause and two log cases."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.book import Book, compile_cause
from bot.engine.causes import Condition
from bot.knowledge.load import knowledge

from .mutation import mutants, survivors
from .proofs import log_proofs

CODE = "CL46"
PROOFS = ("old-server-405", "near-old-server-answers-410")


def with_conditions(*conditions: Condition) -> Book:
    """The knowledge with more conditions in the cause."""
    book = knowledge()
    cause = book.cause(CODE)
    assert cause is not None
    more = compile_cause(cause.model_copy(update={"conditions": (*cause.conditions, *conditions)}))
    causes = [more if compiled.cause.code == CODE else compiled for compiled in book.causes]
    return replace(book, causes=tuple(causes))


async def alive_in(book: Book) -> set[tuple[int, str]]:
    """Which conditions of the cause nobody misses."""
    proofs = [proof async for proof in log_proofs(book, PROOFS)]
    some = [mutant for mutant in mutants(book) if mutant.code == CODE]
    return {(mutant.number, mutant.kind) async for mutant in survivors(book, proofs, some)}


async def test_a_condition_that_tells_the_cause_is_missed() -> None:
    assert not {(0, "deleted"), (0, "inverted")} & await alive_in(knowledge())


async def test_a_condition_that_says_nothing_new_is_found() -> None:
    book = with_conditions(Condition(when="signatures is defined", weight="decisive"))
    number = len(knowledge().cause(CODE).conditions)  # type: ignore[union-attr]
    alive = await alive_in(book)
    assert (number, "deleted") in alive
    assert (number, "inverted") not in alive


def test_a_mutant_is_told_with_file_and_line() -> None:
    first = next(mutant for mutant in mutants(knowledge()) if mutant.code == CODE)
    assert first.name.startswith("causes/CL46-old-server.yaml:6: deleted: 'acquire_method_not_allowed'")
