"""A person who knows the true facts, answers in words what is asked, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.reply import QuestionView
from bot.turn import Conversation, Turn

ALONE = Conversation(knowledge())
UNKNOWING = ("I don't know", "dunno", "no idea", "not sure")
MOST_QUESTIONS = 12


@dataclass(frozen=True)
class Person:
    """What they write first, what they know, and the cause that is behind it."""

    cause: str
    text: str
    knows: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The cause and the first words, for lists."""
        return f"{self.cause} {self.text.splitlines()[0][:60]}"


@dataclass(frozen=True)
class Told:
    """What a talk came to: the confirmed causes, best first, what was asked, and the last turn."""

    person: Person
    confirmed: tuple[str, ...]
    asked: tuple[str, ...]
    turn: Turn

    @property
    def right(self) -> bool:
        """Whether the true cause is the one that is told."""
        return self.confirmed[:1] == (self.person.cause,)

    def __str__(self) -> str:
        """One line for the list of misses."""
        return f"{self.person.name} -> {list(self.confirmed)} after {list(self.asked)}"


@cache
def own_people() -> tuple[Person, ...]:
    """Everybody of `people.yaml`."""
    listed = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
    return tuple(Person(each["cause"], each["text"], each.get("knows") or {}) for each in listed)


@cache
def people() -> tuple[Person, ...]:
    """Everybody of `people.yaml`, then who pasted the log cases of the knowledge."""
    pasted = [Person(case.expect, case.text, case.answers) for case in knowledge().log_cases.values()]
    return (*own_people(), *pasted)


async def talk(person: Person, forgets: random.Random | None = None) -> Told:
    """Let the person speak; who forgets does not know a third of what they are asked."""
    turn = await ALONE.say(Case(), person.text)
    asked: list[str] = []
    while (question := turn.reply.question) is not None and len(asked) < MOST_QUESTIONS:
        asked.append(question.fact)
        turn = await ALONE.say(turn.case, _answer(person, question, forgets))
    return Told(person, tuple(confirmed(turn)), tuple(asked), turn)


def confirmed(turn: Turn) -> Iterator[str]:
    """The codes of the confirmed causes, best first."""
    verdicts = turn.report["verdicts"]
    return (verdict["code"] for verdict in verdicts if verdict["status"] == "confirmed")


def _answer(person: Person, question: QuestionView, forgets: random.Random | None) -> str:
    known = person.knows.get(question.fact)
    if known is None or (forgets is not None and forgets.random() < 1 / 3):
        return forgets.choice(UNKNOWING) if forgets else UNKNOWING[0]
    return next((label for value, label in question.options if value == str(known)), str(known))


def figures(told: list[Told]) -> tuple[float, float, list[str]]:
    """The share of talks that end with the right cause, the median of questions, and the misses."""
    right = [each for each in told if each.right]
    asked = median(len(each.asked) for each in told)
    return len(right) / len(told), asked, [str(each) for each in told if not each.right]
