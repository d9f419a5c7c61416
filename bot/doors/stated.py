"""`--answer FACT=VALUE`: the terminal's buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from bot.engine.book import Book
from bot.engine.causes import FactDefinition
from bot.errors import UsageError

UNKNOWN = "unknown"  # what "I don't know" is called here
SCORER, ALIKE = JaroWinkler.normalized_similarity, 0.8  # what begins alike is nearer
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def stated(item: str, book: Book) -> tuple[str, Any]:
    """Return the fact and its value; None is "I don't know". Raises UsageError, naming the nearest."""
    name, equals, value = item.partition("=")
    if not equals:
        raise UsageError(f"--answer wants FACT=VALUE, not `{item}`")
    definition = book.facts.get(name)
    if definition is None:
        raise UsageError(f"no fact `{name}`{nearest(name, book.facts)}")
    return name, None if value == UNKNOWN else _typed(definition, value, book)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names what is known and looks like this."""
    found = process.extract(
        name, list(known), scorer=SCORER, processor=str.casefold, limit=3, score_cutoff=ALIKE
    )
    return "; did you mean " + " or ".join(f"`{each}`" for each, _, _ in found) + "?" if found else ""


def _typed(definition: FactDefinition, value: str, book: Book) -> Any:
    question = definition.question
    offered = {str(option.value): option.value for option in question.options} if question else {}
    if value in offered:
        return offered[value]
    if definition.type == "text":
        allowed = tuple(book.symptoms) if definition.fact == "symptom" else definition.values
        return _one_of(definition.fact, value, list(dict.fromkeys([*allowed, *offered])) if allowed else [])
    reader = READERS.get(definition.type)
    if reader is None:
        raise UsageError(f"`{definition.fact}` is learnt from a look at Prefect, not from an answer")
    try:
        return reader(value)
    except (ValueError, KeyError):
        raise UsageError(f"`{definition.fact}` wants {WANTED[definition.type]}, not `{value}`") from None


def _one_of(fact: str, value: str, allowed: Sequence[str]) -> str:
    if allowed and value not in allowed:
        listed = ", ".join([*allowed, UNKNOWN])
        raise UsageError(f"`{fact}` has no value `{value}`{nearest(value, allowed)} (one of {listed})")
    return value


READERS: Mapping[str, Callable[[str], Any]] = {
    "bool": lambda value: TRUTHS[value.casefold()],
    "int": int,
    "number": float,
    "list": lambda value: [part.strip() for part in value.split(",") if part.strip()],
}
WANTED = {
    "bool": "yes or no",
    "int": "a whole number",
    "number": "a number",
    "list": "words with commas between",
}
