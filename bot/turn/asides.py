"""Replies about the talk itself: thanks, why a question is asked, what it means; they look at nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.book import Book
from bot.engine.causes import Option, Question
from bot.engine.denied import offered
from bot.engine.facts import Case
from bot.replies.compose import question_view
from bot.replies.markup import spans
from bot.replies.reply import QuestionView, Reply

from .remarks import Remark

GO_ON = "If something still waits, write it here: I look at Prefect anew each time."
WELCOME = "You are welcome. " + GO_ON
WORKED = "Good to hear. If it comes back, write it here: I look at Prefect anew each time."
NOT_AN_ANSWER = "I did not understand that as an answer."
NO_FIX_YET = "I have not named a fix yet; I need this one answer first."
STILL_TO_KNOW = "Then one thing I need to know:"
DROPPED = "All right. " + GO_ON
FORGOTTEN = "Forgotten. Tell me again what waits, or paste the log line."


def question_of(case: Case, book: Book) -> tuple[str, Question] | None:
    """Return the question that was asked last and is still open."""
    definition = book.facts.get(case.pending)
    if definition is None or definition.question is None:
        return None
    return case.pending, offered(case.pending, definition.question, case)


def said(text: str) -> Reply:
    """Say one line that is no diagnosis."""
    return Reply("guide", spans(text))


def explained(remark: Remark, case: Case, book: Book) -> Reply | None:
    """Say why the open question is asked, what it means or where to look; None when none is open."""
    asked = question_of(case, book)
    if asked is None:
        return None
    _, question = asked
    why, where = question.why, question.where and f"Where to look: {question.where}"
    lines = {"why_asked": [why, where], "where": [where or why], "what_meant": [_meaning(question), where]}[
        remark
    ]
    first, *more = [line for line in lines if line]
    return Reply("guide", spans(first), evidence=tuple(map(spans, more)), question=_bare(asked))


def again(case: Case, book: Book, said: str) -> Reply | None:
    """Ask the open question again, with a word on why; None when none is open."""
    asked = question_of(case, book)
    return Reply("guide", spans(said), question=question_view(asked)) if asked else None


def not_an_answer(case: Case, book: Book) -> Reply | None:
    """Ask the open question again in other words, with all that would answer it; None when none is open."""
    asked = question_of(case, book)
    if asked is None:
        return None
    _, question = asked
    lines = [_meaning(question), question.where and f"Where to look: {question.where}"]
    evidence = tuple(spans(line) for line in lines if line)
    return Reply("guide", spans(NOT_AN_ANSWER), evidence=evidence, question=_bare(asked))


def reminded(case: Case, book: Book) -> Reply | None:
    """Ask the open question again in short; None when none is open."""
    asked = question_of(case, book)
    return Reply("guide", spans(STILL_TO_KNOW), question=_bare(asked)) if asked else None


def narrowed(case: Case, book: Book, denied: Option) -> Reply | None:
    """Ask the open question again without the option that was denied; None when none is open."""
    asked = question_of(case, book)
    view = _bare(asked) if asked else None
    if view is None:
        return None
    left = tuple(option for option in view.options if option[0] != str(denied.value))
    return Reply("guide", spans(f"Not {denied.label}, then."), question=replace(view, options=left))


def _bare(asked: tuple[str, Question]) -> QuestionView | None:
    view = question_view(asked)
    return replace(view, why=(), where=()) if view else None


def _meaning(question: Question) -> str:
    labels = ", ".join(f"“{option.label}”" for option in question.options)
    return f"I ask: {question.prompt} Any of these will do: {labels}, or that you do not know."
