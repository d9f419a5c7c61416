"""The pure decision: what a case needs next. Look at Prefect first, ask the person second, then answer."""

from __future__ import annotations

from dataclasses import dataclass

from .book import Book
from .causes import Question
from .facts import Case
from .questions import askable, next_question
from .verdicts import Verdict, judge_all

GUIDE_SYMPTOMS = frozenset({"how_to_configure", "semantics_question"})
# Who could not tell three things is better served by what to look at than by a fourth question.
PATIENCE = 3


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

    @property
    def leads(self) -> bool:
        """Whether the top verdict is confirmed, or more speaks for it than for any other open cause."""
        top = self.top
        if top is None or top.status == "confirmed":
            return top is not None
        rivals = [v for v in self.verdicts if v.status == "open" and v.cause.code != top.cause.code]
        return all(len(rival.stated) < len(top.stated) for rival in rivals) and bool(top.stated)


def decide(case: Case, book: Book, probes: frozenset[str] = frozenset()) -> Look | Answer:
    """Return what this case needs next; `probes` are those a connection offers."""
    verdicts = judge_all(case, book)
    wanted = _wanted_probes(verdicts, case, book) & probes - case.looked
    if wanted:
        return Look(wanted)
    return Answer(verdicts, _question(verdicts, case, book))


def _question(verdicts: tuple[Verdict, ...], case: Case, book: Book) -> tuple[str, Question] | None:
    """Return what to ask: nothing beside a confirmed cause; a guide or a belief may leave a fault open."""
    if sum(name in case.unavailable for name in case.asked) >= PATIENCE:
        return None
    confirmed = [verdict for verdict in verdicts if verdict.status == "confirmed"]
    if any(verdict.cause.kind not in {"guide", "folklore"} for verdict in confirmed):
        return None
    if confirmed and not any(v.status == "open" and v.stated for v in verdicts):
        wanted = confirmed[0].cause.follow_up
        asked = book.facts[wanted].question if wanted and askable(wanted, case, book) else None
        return (wanted, asked) if asked else None
    question = next_question(verdicts, case, book)
    return None if confirmed and question and _is_idle(question[0], verdicts, case) else question


def _is_idle(name: str, verdicts: tuple[Verdict, ...], case: Case) -> bool:
    """Tell whether a fact settles nothing of what the person asks about, beside what was found."""
    symptom = case.value("symptom")
    open_ones = (v for v in verdicts if v.status == "open" and name in v.missing)
    return name == "symptom" or (
        symptom is not None and not any(symptom in v.cause.symptoms for v in open_ones)
    )


def _wanted_probes(verdicts: tuple[Verdict, ...], case: Case, book: Book) -> frozenset[str]:
    """Probes for every fact a cause still in play may read."""
    if case.value("symptom") in GUIDE_SYMPTOMS:
        return frozenset()
    codes = {verdict.cause.code for verdict in verdicts if verdict.status != "ruled_out"}
    names = {name for compiled in book.causes if compiled.cause.code in codes for name in compiled.names}
    return book.probes_for(names)
