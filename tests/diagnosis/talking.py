"""A pasted log or text talked over without a server, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.book import Book
from bot.engine.causes import LogCase
from bot.engine.facts import Case
from bot.turn import Conversation, Turn

MOST_QUESTIONS = 4


@dataclass(frozen=True)
class Talk:
    """How a talk went: its last turn, the facts asked for, and all that was said."""

    turn: Turn
    asked: tuple[str, ...]
    said: str

    @property
    def confirmed(self) -> list[str]:
        """The codes of the confirmed verdicts, best first."""
        verdicts = self.turn.answer.verdicts if self.turn.answer else ()
        return [verdict.cause.code for verdict in verdicts if verdict.status == "confirmed"]


async def talk(log_case: LogCase, book: Book) -> Talk:
    """Paste the text, then answer each question; what the person was not given, they do not know."""
    conversation = Conversation(book)
    turn = await conversation.say(Case(), log_case.text)
    asked: list[str] = []
    said = [_person(log_case.text), _bot(turn)]
    while turn.answer and turn.answer.question:
        fact, _ = turn.answer.question
        assert fact not in asked, f"{fact} is asked twice"
        asked.append(fact)
        value = log_case.answers.get(fact)
        turn = await conversation.answer(turn.case, fact, None if value is None else str(value))
        said += [_person(f"{fact}: {'I do not know' if value is None else value}"), _bot(turn)]
    return Talk(turn, tuple(asked), "\n".join(said))


def wrong(log_case: LogCase, told: Talk) -> str | None:
    """Say how a talk went wrong: another cause, a look-alike, or too many or the wrong questions."""
    if told.confirmed[:1] != [log_case.expect]:
        return f"{told.confirmed} is told instead of {log_case.expect}"
    if accused := set(told.confirmed) & set(log_case.never):
        return f"{sorted(accused)} is told too"
    if len(told.asked) > MOST_QUESTIONS:
        return f"{len(told.asked)} questions are asked"
    if never_asked := sorted(set(log_case.answers) - set(told.asked)):
        return f"never asked: {never_asked}"
    return None


def _person(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines()) + "\n"


def _bot(turn: Turn) -> str:
    return f"{turn.report['text'].strip()}\n"
