"""What if a condition of a cause were not there, or said the opposite: the mutants of the knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.engine.book import Book, CompiledCause, Rule
from bot.engine.expressions import compile_expression
from bot.knowledge.files import entries, knowledge_folder


@dataclass(frozen=True)
class Mutant:
    """The knowledge with one condition of one cause deleted or inverted; `number` counts from 0."""

    code: str
    number: int
    kind: Literal["deleted", "inverted"]
    original: CompiledCause
    compiled: CompiledCause
    file: str
    line: int

    @property
    def when(self) -> str:
        """The condition as it is written."""
        return self.original.rules[self.number].condition.when

    @property
    def name(self) -> str:
        """Where it stands and what was done to it."""
        return f"{self.file}:{self.line}: {self.kind}: {self.when}"


def mutants(book: Book) -> Iterator[Mutant]:
    """Yield each condition of each cause, deleted and inverted."""
    lines = {entry.data["code"]: entry for entry in entries(knowledge_folder(), "causes/*.yaml")}
    for compiled in book.causes:
        cause = compiled.cause
        for number, rule in enumerate(compiled.rules[: len(cause.conditions)]):
            before, after = compiled.rules[:number], compiled.rules[number + 1 :]
            opposite = compile_expression(f"not ({rule.condition.when})")
            inverted = Rule(rule.condition, opposite, rule.blocks)
            place = (cause.file, lines[cause.code].line_of(("conditions", number)))
            without = replace(compiled, rules=(*before, *after))
            opposed = replace(compiled, rules=(*before, inverted, *after))
            yield Mutant(cause.code, number, "deleted", compiled, without, *place)
            yield Mutant(cause.code, number, "inverted", compiled, opposed, *place)
