"""What one turn of a conversation produces."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.engine.book import Book
from bot.engine.decide import Answer
from bot.engine.facts import Case
from bot.reading import Reading
from bot.replies.compose import PURPOSE
from bot.replies.markup import spans
from bot.replies.plain import plain_text
from bot.replies.reply import Line, Reply
from bot.replies.report import out_of_scope_report, report

from .remarks import plain
from .secrets import told_of_secrets

NOTHING_READ = {"empty": "That was empty. ", "not_text": "That does not look like text I can read. "}
NOTHING_NEW = "That tells me nothing about the limit. "
NO_ANSWER = (
    "I have no proven answer to that. I know how each limit is set up, why runs wait, why slots stay taken "
    "and why too many run: ask one of these of a limit. The rest stands on "
    "https://docs.prefect.io/v3/concepts. "
)
ANSWER = "Answer the question above, name what waits, or paste its log line."
GO_ON = "Name what waits, paste its log line, or write “hand over” for a summary to pass on."
LOOK = "Write “look again” and I look at Prefect anew, paste a log line, or write “hand over” for a summary."


_QUESTION = re.compile(
    r"^(?:(?:and|but|ok|so|also)\W+)*(?:how|what|which|can|could|does|do|is|are|why|where)\b"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn produced; `report` is the JSON object of CONTRACT.md."""

    case: Case
    reply: Reply
    report: dict[str, Any]
    answer: Answer | None = None


def only_said(case: Case, book: Book, headline: Line, *not_seen: Line) -> Turn:
    """Say one thing that is known for sure, and accuse nothing."""
    reply, nothing = Reply("open", headline, not_seen=not_seen), Answer(())
    return Turn(case, reply, report(case, nothing, reply, book), nothing)


def about_the_talk(case: Case, reply: Reply, book: Book) -> Turn:
    """Say something about the talk itself; nothing is judged."""
    return Turn(case, reply, report(case, Answer(()), reply, book))


def refusal(case: Case, reading: Reading, *, can_look: bool = False) -> Turn:
    """Say in one line what the bot is for, or what it needs or can do next."""
    if case.facts and reading.problem not in NOTHING_READ:
        nothing = NO_ANSWER if _asks_on(reading.text) and not case.pending else NOTHING_NEW
        reply = Reply("refusal", spans(nothing + (ANSWER if case.pending else LOOK if can_look else GO_ON)))
    else:
        reply = Reply("refusal", spans(NOTHING_READ.get(reading.problem, "") + PURPOSE))
    return Turn(case, reply, out_of_scope_report(reply))


def _asks_on(text: str) -> bool:
    return plain(text).endswith("?") or _QUESTION.match(plain(text)) is not None


def noted(turn: Turn, *notes: str) -> Turn:
    """Add what was understood of the talk itself."""
    if not notes:
        return turn
    reply = replace(turn.reply, notes=(*turn.reply.notes, *map(spans, notes)))
    return replace(turn, reply=reply, report=turn.report | {"text": plain_text(reply)})


def warned(turn: Turn, secrets: int) -> Turn:
    """Say once in a talk that a secret was seen."""
    case, reply = told_of_secrets(turn.case, turn.reply, secrets)
    if reply == turn.reply:
        return replace(turn, case=case)
    return replace(turn, case=case, reply=reply, report=turn.report | {"text": plain_text(reply)})
