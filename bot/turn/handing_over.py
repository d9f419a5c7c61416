"""What was learnt, in a few lines that can be pasted to a person who goes on."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.book import Book
from bot.engine.decide import GUIDE_SYMPTOMS, Answer
from bot.engine.facts import Case
from bot.replies.markup import literal, spans, text_of
from bot.replies.reply import FixView, Reply
from bot.replies.templates import render_title

from .correcting import said_of

HEADLINE = "I have nothing more that is proven for this. A person who knows your Prefect should go on."
_FIRST = ("symptom", "mechanism", "named", "run_reference")
_INNER = frozenset({"signatures", "hinted", "words", "from_words", "asked_about", "release_of_both"})
_TYPES = frozenset({"text", "int", "number", "bool"})
_MOST_FACTS, _MOST_LINES, _MOST_LEFT, _LONGEST = 10, 3, 4, 200


def handed_over(case: Case, answer: Answer | None, book: Book) -> Reply:
    """Say that a person should go on, with what is known to paste."""
    summary = "\n".join(line[:_LONGEST] for line in _summary(case, answer, book))
    return Reply(
        "open",
        spans(HEADLINE),
        fixes=(FixView(spans("Paste this where you ask"), "none", commands=(summary,)),),
    )


def _summary(case: Case, answer: Answer | None, book: Book) -> Iterator[str]:
    yield "Prefect concurrency limits, not solved yet"
    yield from _facts(case, book)
    lines = dict.fromkeys(fact.detail for fact in case.facts.values() if fact.source == "log" and fact.detail)
    yield from (f"Log: {literal(line)}" for line in list(lines)[:_MOST_LINES])
    yield from (f"Tried, did not help: {title}" for title in _tried(case, book))
    open_ones = [
        v.cause.title for v in (answer.verdicts if answer else ()) if v.status == "open" and v.stated
    ]
    if open_ones:
        yield "Could still be: " + "; ".join(list(dict.fromkeys(open_ones))[:_MOST_LEFT])
    unknown = [book.facts[name].says.rstrip(".") for name in case.unavailable if name in book.facts]
    if unknown:
        yield "Not known: " + "; ".join(unknown[:_MOST_LEFT])


def _facts(case: Case, book: Book) -> Iterator[str]:
    names = [*_FIRST, *sorted(set(case.facts) - set(_FIRST) - _INNER)]
    told = [n for n in names if n in case.facts and n in book.facts and _is_told(n, case)]
    worth = [
        n for n in told if n in _FIRST or (book.facts[n].type in _TYPES and case.facts[n].source != "live")
    ]
    for name in worth[:_MOST_FACTS]:
        yield f"- {book.facts[name].says.rstrip('.')}: {literal(said_of(name, case.value(name), book))}"


def _is_told(name: str, case: Case) -> bool:
    """Tell whether a fact is what the person told: what is wished for counts only where a limit is set up."""
    return not name.startswith("wish_") or case.value("symptom") in GUIDE_SYMPTOMS


def _tried(case: Case, book: Book) -> Iterator[str]:
    facts = {name: fact.value for name, fact in case.facts.items()}
    for key in case.tried:
        code, _, number = key.partition("/")
        cause = book.cause(code)
        if cause is None or not number.isdecimal() or int(number) >= len(cause.fixes):
            continue
        yield f"{text_of(render_title(cause.fixes[int(number)].title, facts))} ({cause.title})"
