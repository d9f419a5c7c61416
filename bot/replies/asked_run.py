"""What is said of the one run asked about when no cause is found: its state, never just "healthy"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.engine.facts import Case, Subject

from .reply import Line, Mood, Reply
from .slots import HELD, USES
from .templates import render_line

ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
SAID = "{% if run_message %}Prefect says: `{{ run_message }}`{% endif %}"


def asked_run(case: Case, not_seen: tuple[Line, ...]) -> Reply | None:
    """Tell the state of the asked run, or None when no run was asked about."""
    run = next((subject for subject in case.subjects if subject.kind == "run"), None)
    if run is None or not case.value("run_reference"):
        return None
    full = tuple(_full_global_limits(case.subjects)) if run.facts.get("run_state") == "RUNNING" else ()
    mood, headline = _headline(run, bool(full))
    said = render_line(headline, run.facts) or ()
    message = render_line(SAID, run.facts)
    return Reply(mood, said, evidence=(*((message,) if message else ()), *full), not_seen=not_seen)


def _headline(run: Subject, some_full: bool) -> tuple[Mood, str]:
    state = run.facts.get("run_state")
    if state in ENDED:
        return "normal", "`{{ name }}` is {{ run_state_name }}; nothing holds it any more."
    since = "`{{ name }}` is {{ run_state_name }} for {{ run_state_seconds | duration }}"
    if state == "RUNNING" and some_full:
        return "open", since + ". Whether it waits inside `concurrency()` Prefect does not record; full now:"
    if state == "RUNNING":
        return "normal", since + ", and no limit that Prefect shows holds it."
    if run.facts.get("run_starts_in_seconds", 0) > 0:
        return "normal", "`{{ name }}` is due in {{ run_starts_in_seconds | duration }}; nothing holds it."
    return "open", since + ", and no limit that Prefect shows holds it."


def _full_global_limits(subjects: Iterable[Subject]) -> Iterable[Line]:
    for subject in subjects:
        facts = subject.facts
        if facts.get("limit_kind") != "global" or not facts.get("limit_active"):
            continue
        full = facts.get("slots_used", 0) >= facts.get("slot_limit", 0)
        if full and (line := render_line(USES + HELD, facts)):
            yield line
