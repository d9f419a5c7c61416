"""The next question: the askable unknown fact that separates the open causes best."""

from __future__ import annotations

from .book import Book
from .causes import Question
from .denied import offered
from .facts import Case, Fact
from .verdicts import Verdict, judge_all


def askable(name: str, case: Case, book: Book) -> bool:
    """Tell whether a person can be asked for this fact, where they run Prefect, and has not been."""
    definition = book.facts.get(name)
    if definition is None or definition.question is None:
        return False
    question = definition.question
    if case.value("hosting") not in {None, *question.hosting}:
        return False
    if question.symptoms and case.value("symptom") not in {None, *question.symptoms}:
        return False
    if not offered(name, question, case).options:
        return False
    return name not in case.facts and name not in case.unavailable


def next_question(verdicts: tuple[Verdict, ...], case: Case, book: Book) -> tuple[str, Question] | None:
    """Return the fact to ask for with its question, or None when nothing askable would help.

    The order written in the knowledge decides. Candidates of one order are tried with each of their options:
    the fewest open causes left on average wins, then the name; the same case gives the same question.
    """
    open_verdicts = [verdict for verdict in verdicts if verdict.status == "open"]
    names = sorted(
        {name for verdict in open_verdicts for name in verdict.missing if askable(name, case, book)}
    )
    asked = [
        (name, offered(name, question, case))
        for name in names
        if (question := book.facts[name].question) is not None
    ]
    first = min((question.order for _, question in asked), default=None)
    same = [(name, question) for name, question in asked if question.order == first]
    if len(same) < 2:
        return same[0] if same else None
    return min(same, key=lambda each: (_open_after(each[0], each[1], case, book), each[0]))


def _open_after(name: str, question: Question, case: Case, book: Book) -> float:
    counts = [
        sum(v.status == "open" for v in judge_all(case.with_facts([Fact(name, o.value, "person")]), book))
        for o in question.options
    ]
    return sum(counts) / len(counts)
