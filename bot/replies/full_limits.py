"""What is said of a full limit when Prefect does not record whether what hangs waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.engine.facts import Subject
from bot.engine.verdicts import Verdict

from .markup import literal, spans
from .reply import Line, Reply, Span
from .slots import HELD, USES
from .templates import render_line

MOST = 3
MAY_WAIT = (
    "Code that takes more slots at once than are free waits, though not every slot is taken. "
    "Whether yours does Prefect does not record."
)
FREE = (
    "{% if slots_used < slot_limit %}: {{ (slot_limit - slots_used) | count_of('slot') }} "
    "{{ 'is' if slot_limit - slots_used == 1 else 'are' }} free; its code takes {{ at_once }} at once"
    "{% endif %}"
)
COMFORT = "Nothing is broken: "
UNTOLD = "Whether your runs wait for it Prefect does not record, but: "
ENTERED_BY: Mapping[str, str] = {"global": "concurrency()", "rate_limit": "rate_limit()"}
ASK_ITS_NAME = (
    "A run waits for it only while it is Running and its code is at `{{ call }}` with the name "
    "`{{ limit_name }}`. If yours is, write that name, and I look at it alone."
)


def in_doubt(headline: Line) -> Line:
    """Say a cause's headline where nobody knows whether it is the person's: no comfort for what hangs."""
    first, *others = headline
    return (*spans(UNTOLD), replace(first, text=first.text.removeprefix(COMFORT)), *others)


def who_waits(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """Say which runs alone can wait for a limit that code enters, and what settles whether one does."""
    call = ENTERED_BY.get(str(facts.get("limit_kind")))
    line = render_line(ASK_ITS_NAME, {**facts, "call": call}) if call else None
    return (line,) if line else ()


def too_few_free(short: Sequence[Subject], at_once: int | None, not_seen: tuple[Line, ...]) -> Reply:
    """Say of limits how few slots are free and how many code takes at once: it may wait, or not."""
    return Reply(
        "open", spans(MAY_WAIT), evidence=tuple(_state(s, at_once) for s in short), not_seen=not_seen
    )


def full_now(well: Reply, full: Sequence[Subject], possible: Sequence[Verdict]) -> Reply:
    """Say which limit is full and who holds it, and what may be wrong with it."""
    first, *others = full
    titles = dict.fromkeys(each.cause.title for each in possible if each.subject is first)
    return replace(
        well,
        mood="open",
        headline=(*spans(UNTOLD), *_state(first)),
        explanation=(*well.explanation, *_possible(list(titles)), *who_waits(first.facts)),
        also=(*(_state(each) for each in others[:MOST]), *well.also),
    )


def _state(subject: Subject, at_once: int | None = None) -> Line:
    seen: int = subject.facts.get("most_at_once") or 1
    facts = {"name": subject.name, **subject.facts, "at_once": max(at_once or 1, seen)}
    return (*(render_line(USES + HELD + FREE, facts) or ()), Span("."))


def _possible(titles: Sequence[str]) -> tuple[Line, ...]:
    if not titles:
        return ()
    lower = "; ".join(title[:1].lower() + title[1:] for title in titles[:MOST])
    return ((Span("It could be: ", bold=True), Span(literal(f"{lower}."))),)
