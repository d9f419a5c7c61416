"""What stands around the log line that a reply rests on: when the run began, and the line before it."""

from __future__ import annotations

from bot.engine.facts import Case

from .markup import literal
from .reply import Line, Span
from .templates import duration

_AT_ONCE = 1.0  # s
_FROM_LOG = Span(" (log)", italic=True)


def around_the_line(case: Case) -> tuple[Line, ...]:
    """Say how long after the run's beginning the line came, and what the log says right before it."""
    said: list[Line] = []
    after = case.value("failed_after_seconds")
    if after is not None:
        said.append((Span(f"That line came {_after(after)} the run began"), _FROM_LOG))
    before, silent = case.value("line_before"), case.value("silent_before_seconds")
    if before:
        earlier = "" if silent is None else f", {_earlier(silent)}"
        said.append(
            (Span(f"The line before it{earlier}: "), Span(literal(str(before)), code=True), _FROM_LOG)
        )
    return tuple(said)


def _after(seconds: float) -> str:
    return "within a second after" if seconds < _AT_ONCE else f"{duration(seconds)} after"


def _earlier(seconds: float) -> str:
    return "less than a second earlier" if seconds < _AT_ONCE else f"{duration(seconds)} earlier"
