"""Sorting many questions without live data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from bot.engine.book import Book
from bot.engine.decide import Answer, decide
from bot.engine.facts import Case
from bot.errors import UsageError
from bot.reading import read
from bot.turn import patterns
from bot.turn.understanding import understood

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def triage_lines(lines: Iterable[str], book: Book) -> Iterator[str | UsageError]:
    """Yield one JSON line for each, or why it was refused; one bad line stops no other."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _sorted_line(line, book)
            except UsageError as refused:
                yield UsageError(f"line {number}{refused}")


def _sorted_line(line: str, book: Book) -> str:
    name, text = _record(line)
    if not isinstance(text, str):
        raise UsageError(": `text` is not a string")
    try:
        written = json.dumps({"id": name, **sorted_out(text, book)}, ensure_ascii=False, allow_nan=False)
    except ValueError as mistake:  # 1e999 was read as infinite
        raise UsageError(": a number in `id` is too large") from mistake
    return _HALF_A_CHARACTER.sub(lambda half: f"\\u{ord(half.group()):04x}", written)


def _record(line: str) -> tuple[Any, Any]:
    try:
        record = json.loads(line, parse_constant=_no_json)
        return record["id"], record["text"]
    except RecursionError as mistake:
        raise UsageError(" is nested too deeply") from mistake
    except (json.JSONDecodeError, KeyError, TypeError) as mistake:
        raise UsageError(" is not a JSON object with `id` and `text`") from mistake
    except ValueError as mistake:  # Python reads no number of more than 4300 digits
        raise UsageError(": a number in it has too many digits") from mistake


def _no_json(constant: str) -> NoReturn:
    raise UsageError(f": {constant} is no JSON")


def sorted_out(text: str, book: Book) -> dict[str, Any]:
    """Read one text as `ask` reads it, and say what it seems to be about."""
    reading = read(text, patterns(book))
    case = understood(Case(), reading, {})
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
