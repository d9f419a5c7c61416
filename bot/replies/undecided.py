"""What is said when several causes remain and none of them leads: no guess in the voice of a fact."""

from __future__ import annotations

from collections.abc import Iterable

from bot.engine.book import Book
from bot.engine.decide import Answer
from bot.engine.facts import Case
from bot.engine.verdicts import Verdict

from .markup import literal, spans
from .reply import Line, Span
from .templates import render_command

NO_CAUSE = "I cannot name a cause yet."
NEXT_STEP = (
    "Next, paste the log line of a run that waits or failed, or write which runs wait, for which tag, "
    "deployment, pool or queue, and what state they show."
)
MOST_CANDIDATES = 4


def undecided_headline(case: Case, book: Book) -> Line:
    """Say what is known of the symptom and that its cause is open."""
    definition = book.symptoms.get(str(case.value("symptom")))
    return spans((definition.undecided if definition else "") or NO_CAUSE)


def candidate_lines(answer: Answer, *, asking: bool) -> tuple[Line, ...]:
    """Name the causes that remain: in one line while a question is asked, else with how to look by hand.

    Where none remains and nothing is asked, say what would help.
    """
    candidates = _candidates(answer.verdicts)
    if not candidates and not asking:
        return (spans(NEXT_STEP),)
    if not candidates or (asking and len(candidates) > MOST_CANDIDATES):
        return ()
    if asking:
        titles = "; ".join(_lower(literal(verdict.cause.title)) for verdict in candidates)
        return ((Span("It could be: ", bold=True), Span(f"{titles}.")),)
    return (
        (Span("Which is it? Each of these is possible; look by hand:", bold=True),),
        *(_by_hand(verdict) for verdict in candidates[:MOST_CANDIDATES]),
    )


def _candidates(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return one verdict for each cause that remains, of those that something speaks for where there are any.

    A limit that is simply full is the commonest, so the plainest of these come first; but half of the places
    are for the best of the others.
    """
    remaining = [v for v in verdicts if v.status == "open" and v.cause.kind != "guide"]
    remaining = [verdict for verdict in remaining if verdict.stated] or remaining
    first = {verdict.cause.code: verdict for verdict in reversed(remaining)}
    best_first = list(first.values())[::-1]
    normal = [verdict for verdict in best_first if verdict.cause.kind == "normal"]
    normal.sort(key=lambda verdict: verdict.cause.rank)  # a rank is that of a special case of the plain one
    others = [verdict for verdict in best_first if verdict.cause.kind != "normal"]
    half = MOST_CANDIDATES // 2
    return [*normal[:half], *others[:half], *normal[half:], *others[half:]]


def _by_hand(verdict: Verdict) -> Line:
    title = (Span("• Perhaps: " + _lower(literal(verdict.cause.title))),)
    if not verdict.cause.by_hand:
        return title
    by_hand = render_command(verdict.cause.by_hand, verdict.facts)
    return (*title, Span(": "), Span(by_hand, code=True)) if by_hand else title


def _lower(title: str) -> str:
    first = title.partition(" ")[0]
    return title if first.isupper() and len(first) > 1 else title[:1].lower() + title[1:]
