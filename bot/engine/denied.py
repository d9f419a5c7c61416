"""What a person says is not so: the options of a fact that are left when some are denied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .book import Book
from .causes import Question
from .expressions import Expression, Outcome
from .facts import Case

DENIED = "denied"  # the fact that lists what is denied, each as [fact, value]


def is_denied(name: str, value: Any, case: Case) -> bool:
    """Tell whether the person said that a fact has not this value."""
    return [name, value] in (case.value(DENIED) or ())


def offered(name: str, question: Question, case: Case) -> Question:
    """Return a question without the options that cannot be: where Prefect runs, or by what was denied."""
    hosting = case.value("hosting")
    options = tuple(
        option
        for option in question.options
        if hosting in {None, *option.hosting} and not is_denied(name, option.value, case)
    )
    return question.model_copy(update={"options": options})


def evaluated(expression: Expression, facts: Mapping[str, Any], case: Case, book: Book) -> Outcome:
    """Evaluate a condition; false where it is for every value that is left of a fact nobody knows."""
    outcome = expression.evaluate(facts)
    denied = {name for name, _ in case.value(DENIED) or ()}
    if outcome.truth is not None or not denied:
        return outcome
    for name in sorted(denied & outcome.missing):
        left = [value for value in book.facts[name].values if not is_denied(name, value, case)]
        if all(expression.evaluate({**facts, name: value}).truth is False for value in left):
            return Outcome(truth=False)
    return outcome
