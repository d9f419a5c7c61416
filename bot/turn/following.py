"""What follows a guide or a diagnosis, or asks back: heard before it could be taken for another problem."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.book import Book
from bot.engine.facts import Case, Fact
from bot.reading import Reading
from bot.replies.markup import protect

from . import asides
from .answering import asks_about
from .comparing import COUNTS, compared
from .correcting import said_of
from .going_on import SAYS_DEAD, asks_for_a_release, back_to, release_told, same_for, same_note
from .heard import REMARK, Heard
from .next_fix import code_of


def follows(case: Case, reading: Reading, book: Book) -> Heard | None:
    """Hear the same of another limit, a return to one, which release mends it, what runs, a question back."""
    if same := same_for(case, reading, book):
        return Heard("talk", same, notes=(same_note(same, book),))
    if first := back_to(case, reading, book):
        return Heard("talk", first, notes=(same_note(first, book),))
    if asks_for_a_release(reading.text):
        reply = release_told(code_of(case), book) or asides.again(case, book, asides.NO_FIX_YET)
        return Heard("say", case, reply) if reply else None
    return _counted(case, reading, book) or _asked_back(case, reading, book)


def _asked_back(case: Case, reading: Reading, book: Book) -> Heard | None:
    definition = book.facts.get(case.pending)
    if definition is None or not asks_about(reading.text, definition):
        return None
    reply = asides.explained("where", case, book)
    return Heard("say", case, reply) if reply else None


def _counted(case: Case, reading: Reading, book: Book) -> Heard | None:
    """Take what is said of slots and runs after the question for them was answered or is none."""
    told = compared(reading.text) if len(reading.text.split()) <= REMARK else ""
    if not told or "?" in reading.text:
        return None
    known, value = case.facts.get(COUNTS), int(told == "more")
    if known and known.source == "person" and known.value != value:
        changed = case.without([COUNTS]).with_facts([Fact(COUNTS, value, "person")])
        new, old = (protect(said_of(COUNTS, each, book)) for each in (value, known.value))
        again = replace(changed, asked=case.asked, subjects=(), looked=frozenset(), told=())
        return Heard("talk", again, notes=(f"Noted: {new}, not {old}.",))
    if case.told and value:
        return Heard("again", _nothing_runs(case), notes=(SAYS_DEAD,))
    reply = asides.reminded(case, book) if known else None
    return Heard("say", case, reply) if reply else None


def _nothing_runs(case: Case) -> Case:
    """Join "nothing runs" with the worker's own words that it is full: its count is wrong then."""
    known = case.value("signatures") or []
    if "flow_run_limit_reached" not in known or "worker_full_nothing_runs" in known:
        return case
    joined = [*known, "worker_full_nothing_runs"]
    return case.with_facts([replace(case.facts["signatures"], value=joined)])
