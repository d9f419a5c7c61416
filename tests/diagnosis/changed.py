"""A recording with something changed: what would have been told had a server answered otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation, Turn

from .recording import Recording
from .replay import RecordedLive

Rows = list[dict[str, Any]]


def with_rows(recording: Recording, source: str, change: Callable[[Rows], Rows]) -> Recording:
    """Return the recording with the rows of a source (`slot_events` for that of every limit) changed."""
    sources = dict(recording.sources)
    for name, known in recording.sources.items():
        if name.partition(":")[0] == source or name == source:
            answers = tuple(_changed(answer, change) for answer in known.answers)
            sources[name] = known.model_copy(update={"answers": answers})
    return recording.model_copy(update={"sources": sources})


def _changed(answer: Any, change: Callable[[Rows], Rows]) -> Any:
    if isinstance(answer, list):
        return change([dict(row) for row in answer])
    rows: Mapping[str, Any] = answer["rows"]
    return {**answer, "rows": {**rows, "items": change([dict(row) for row in rows["items"]])}}


def ago(recording: Recording, **duration: float) -> str:
    """Return a time that long before the recording's look, as Prefect writes it."""
    at: datetime = recording.now - timedelta(**duration)
    return at.isoformat().replace("+00:00", "Z")


async def asked(recording: Recording, text: str) -> Turn:
    """Ask about a recording in other words than its scenario's."""
    return await Conversation(knowledge(), RecordedLive(recording)).say(Case(), text)
