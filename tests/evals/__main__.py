"""`make evals`: the figures of every set, per mechanism and symptom, what is confused, and the misses."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from bot.knowledge.load import knowledge
from tests.evals.measuring import Figures, Outcome, Share, measure
from tests.evals.questions import own, shared

CONSOLE = Console(width=140)
_MOST_CHARACTERS = 110


def _figures(sets: dict[str, Figures]) -> Table:
    table = Table("figure", *(f"{name} ({len(figures.outcomes)})" for name, figures in sets.items()))
    for row in next(iter(sets.values())).table():
        table.add_row(row, *(str(figures.table()[row]) for figures in sets.values()))
    return table


def _per(figures: Figures, what: str) -> Table:
    table = Table(what, "mechanism right", "symptom right")
    for value, (mechanism, symptom) in figures.per(what).items():
        table.add_row(value, str(mechanism), str(symptom))
    return table


def _confused(figures: Figures, what: str) -> Table:
    """List what was read as something else, most often first; what is not listed was never confused."""
    counted: Counter[tuple[str, str]] = figures.confusion(what)
    wrong = [(count, meant, read) for (meant, read), count in counted.items() if meant != read]
    table = Table(f"{what} meant → read", "n")
    for count, meant, read in sorted(wrong, key=lambda each: (-each[0], *each[1:])):
        table.add_row(f"{meant} → {read}", str(count))
    return table


def _missed(outcome: Outcome) -> str:
    question = outcome.question
    if question.in_scope != outcome.taken:
        return "taken" if outcome.taken else "not taken"
    if not question.in_scope:
        return ""
    wrong = [] if outcome.mechanism_right else [f"{question.mechanism}, read {outcome.mechanism}"]
    wrong += [] if outcome.symptom_right else [f"{question.symptom}, read {outcome.symptom}"]
    return "; ".join(wrong)


def _misses(figures: Figures) -> Table:
    table = Table("name", "what", "text")
    for outcome in figures.outcomes:
        if what := _missed(outcome):
            text = " ".join(outcome.question.text.split())[:_MOST_CHARACTERS]
            table.add_row(outcome.question.name, what, text)
    return table


def main() -> None:
    """Measure and print; the misses of what is held back stay hidden."""
    book = knowledge()
    asked = {"tuning": own("tuning"), "held back": own("held_back"), "shared": shared()}
    sets = {name: measure(questions, book) for name, questions in asked.items() if questions}
    CONSOLE.print(_figures(sets))
    for name, figures in sets.items():
        CONSOLE.rule(name)
        for what in ("mechanism", "symptom"):
            CONSOLE.print(_per(figures, what), _confused(figures, what))
        if name != "held back":
            CONSOLE.print(_misses(figures))
    wrong = [figures.mechanism_wrong for figures in sets.values()]
    total = Share(sum(share.count for share in wrong), sum(share.of for share in wrong))
    CONSOLE.print(f"Another mechanism stated, over all sets: {total}")


if __name__ == "__main__":
    main()
