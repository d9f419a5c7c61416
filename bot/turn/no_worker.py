"""Who says of a pool that no worker of it runs has looked at what the pool's page would show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.facts import Case, Fact
from bot.reading import Reading, stance

_NOT = r"(?:no|zero|0|not a single)"
_STATE = r"(?:running|online|up|alive|started|polling|connected|active)"
_NO_WORKER = re.compile(
    rf"(?i)\b{_NOT} workers? (?:(?:is|are|was|were|seems?|to be|currently|actually|even) ){{1,3}}"
    rf"(?:{_STATE}|there)\b(?! (?:more|into|out|over|than|\d))"
    rf"|\bworkers? (?:is|are) (?:down|offline|not {_STATE})\b(?! (?:more|into|out|over|than|\d))"
    rf"|\b(?:has|have|with|there (?:is|are)) {_NOT} (?:online |running |live )?workers?\b(?! (?:limit|pool))"
)
_UNSURE = frozenset({"asked", "thought_of"})


def no_worker(case: Case, reading: Reading) -> Iterator[Fact]:
    """Yield that a pool which needs a worker has none, where a text says so in a talk about a pool."""
    mechanism = reading.value("mechanism") or case.value("mechanism")
    said = _NO_WORKER.search(reading.text) if mechanism in {"work_pool", "worker", None} else None
    if said is not None and stance(reading.text, *said.span()) not in _UNSURE:
        yield Fact("pool_needs_worker", value=True, source="person", detail=said[0])
        yield Fact("workers_online", 0, "person", detail=said[0])
