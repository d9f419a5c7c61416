"""The pure decision: what a case needs next. Look at Prefect first, ask the person second, then answer."""

from __future__ import annotations

from dataclasses import dataclass

from .book import Book
from .causes import Question
from .facts import Case
from .questions import next_question
from .verdicts import Verdict, judge_all

GUIDE_SYMPTOMS = frozenset({"how_to_configure", "semantics_question"})


@dataclass(frozen=True, slots=True)
class Look:
    """Run these probes, add what they find, decide again."""

    probes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdicts, best first, and the one question that would sharpen them, if any."""

    verdicts: tuple[Verdict, ...]
    question: tuple[str, Question] | None = None

    @property
    def top(self) -> Verdict | None:
        """The best verdict that is not ruled out."""
        best = self.verdicts[0] if self.verdicts else None
        return best if best and best.status != "ruled_out" else None


def decide(case: Case, book: Book, probes: frozenset[str] = frozenset()) -> Look | Answer:
    """Return what this case needs next; `probes` are those a connection offers."""
    verdicts = judge_all(case, book)
    wanted = _wanted_probes(verdicts, case, book) & probes - case.looked
    if wanted:
        return Look(wanted)
    confirmed = [v for v in verdicts if v.status == "confirmed" and v.cause.kind != "guide"]
    question = None if confirmed else next_question(verdicts, case, book)
    return Answer(verdicts, question)


def _wanted_probes(verdicts: tuple[Verdict, ...], case: Case, book: Book) -> frozenset[str]:
    """Probes for every fact a cause still in play may read."""
    if case.value("symptom") in GUIDE_SYMPTOMS:
        return frozenset()
    codes = {verdict.cause.code for verdict in verdicts if verdict.status != "ruled_out"}
    names = {name for compiled in book.causes if compiled.cause.code in codes for name in compiled.names}
    return book.probes_for(names)
