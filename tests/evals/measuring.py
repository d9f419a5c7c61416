"""What is read in the questions, counted; `triage` prints the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.book import Book
from bot.reading import Reading, read
from bot.turn import patterns
from tests.evals.questions import NONE, Question

NOTHING = "(asks)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question and what was read in it."""

    question: Question
    reading: Reading

    @property
    def taken(self) -> bool:
        """Tell whether the text was taken for one about limits."""
        return self.reading.in_scope

    @property
    def mechanism(self) -> str:
        """Return the mechanism that stands first, or that none does."""
        return next((name for name, _ in self.reading.mechanisms), NONE)

    @property
    def symptom(self) -> str:
        """Return the symptom that stands first."""
        return next((name for name, _ in self.reading.symptoms), NOTHING)

    @property
    def stated(self) -> str:
        """Return the mechanism that counts as a fact; where there is none, the bot asks or looks."""
        return str(self.reading.value("mechanism") or "")

    @property
    def mechanism_right(self) -> bool:
        """Tell whether the mechanism behind the question stands first."""
        return self.taken and self.mechanism == self.question.mechanism

    @property
    def mechanism_wrong(self) -> bool:
        """Tell whether another mechanism was stated as a fact."""
        return self.stated not in {"", self.question.mechanism}

    @property
    def symptom_right(self) -> bool:
        """Tell whether the symptom of the question stands first."""
        return self.taken and self.symptom == self.question.symptom


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def percent(self) -> float:
        """Return the share in percent; nothing of nothing is none."""
        return 100 * self.count / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.count}/{self.of} ({self.percent:.1f} %)"


@dataclass(frozen=True, slots=True)
class Figures:
    """The outcomes of one set of questions."""

    outcomes: Sequence[Outcome]

    @property
    def inside(self) -> list[Outcome]:
        """Return the questions about limits."""
        return [each for each in self.outcomes if each.question.in_scope]

    @property
    def limited(self) -> list[Outcome]:
        """Return the questions behind which a mechanism stands."""
        return [each for each in self.inside if each.question.mechanism != NONE]

    @property
    def outside(self) -> list[Outcome]:
        """Return the questions about something else."""
        return [each for each in self.outcomes if not each.question.in_scope]

    @property
    def recall(self) -> Share:
        """Questions about limits that were taken."""
        return Share(sum(each.taken for each in self.inside), len(self.inside))

    @property
    def wrongly_taken(self) -> Share:
        """Questions about something else that were taken all the same."""
        return Share(sum(each.taken for each in self.outside), len(self.outside))

    @property
    def mechanism_right(self) -> Share:
        """Questions whose mechanism stands first."""
        return Share(sum(each.mechanism_right for each in self.limited), len(self.limited))

    @property
    def mechanism_wrong(self) -> Share:
        """Questions about limits in which another mechanism was stated as a fact."""
        return Share(sum(each.mechanism_wrong for each in self.inside), len(self.inside))

    @property
    def symptom_right(self) -> Share:
        """Questions whose symptom stands first."""
        return Share(sum(each.symptom_right for each in self.inside), len(self.inside))

    def table(self) -> dict[str, Share]:
        """Return the figures by their names."""
        return {
            "in scope, taken": self.recall,
            "out of scope, wrongly taken": self.wrongly_taken,
            "mechanism right at once": self.mechanism_right,
            "another mechanism stated": self.mechanism_wrong,
            "symptom right": self.symptom_right,
        }

    def per(self, what: str) -> dict[str, tuple[Share, Share]]:
        """Return for each mechanism or symptom how often mechanism and symptom are right."""
        values = Counter(str(getattr(each.question, what)) for each in self.inside)
        found: dict[str, tuple[Share, Share]] = {}
        for value, count in values.most_common():
            of = [each for each in self.inside if getattr(each.question, what) == value]
            right = sum(each.mechanism_right for each in of)
            found[value] = (Share(right, count), Share(sum(each.symptom_right for each in of), count))
        return found

    def confusion(self, what: str) -> Counter[tuple[str, str]]:
        """Count what was meant with what was read."""
        return Counter(
            (getattr(each.question, what), getattr(each, what) if each.taken else "(not taken)")
            for each in self.inside
        )


def measure(questions: Sequence[Question], book: Book) -> Figures:
    """Read every question as the first message of a talk."""
    return Figures([Outcome(each, read(each.text, patterns(book))) for each in questions])
