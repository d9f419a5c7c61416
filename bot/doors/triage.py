"""Sorting many questions without live data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.engine.book import Book
from bot.engine.decide import Answer, decide
from bot.engine.facts import Case, Fact
from bot.errors import UsageError
from bot.reading import read
from bot.turn import patterns


def triage_lines(lines: Iterable[str], book: Book) -> Iterator[str]:
    """Yield one JSON line for each; raises UsageError with the number of a line that is not {id, text}."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            name, text = record["id"], record["text"]
        except (ValueError, KeyError, TypeError) as mistake:
            raise UsageError(f"line {number} is not a JSON object with `id` and `text`") from mistake
        if not isinstance(text, str):
            raise UsageError(f"line {number}: `text` is not a string")
        yield json.dumps({"id": name, **sorted_out(text, book)}, ensure_ascii=False)


def sorted_out(text: str, book: Book) -> dict[str, Any]:
    """Read one text and say what it seems to be about."""
    reading = read(text, patterns(book))
    case = Case().with_facts(
        Fact(s.name, s.value, s.source, detail=s.quote, quotes=s.quotes) for s in reading.statements
    )
    answer = decide(case, book) if reading.in_scope else Answer(())
    verdicts = answer.verdicts if isinstance(answer, Answer) else ()
    question = answer.question if isinstance(answer, Answer) else None
    codes = dict.fromkeys(verdict.cause.code for verdict in verdicts if verdict.status != "ruled_out")
    return {
        "in_scope": reading.in_scope,
        "mechanisms": [name for name, _ in reading.mechanisms],
        "symptoms": [name for name, _ in reading.symptoms],
        "causes": list(codes)[:5],
        "question": question[0] if question else None,
        "facts": {name: fact.value for name, fact in case.facts.items()},
    }
