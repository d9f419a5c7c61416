"""Recordings with one value replaced by one that Prefect never writes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .as_json import KIND
from .recording import Recording

ODD_VALUES: tuple[Any, ...] = (None, "odd", -1, 10**12)
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Misshapen:
    """A recording in which the value at a path of a source's answers is another."""

    source: str
    path: Path
    value: Any

    @property
    def name(self) -> str:
        """Which value, and what stands for it."""
        return f"{self.source.partition(':')[0]} {'.'.join(map(str, self.path))} = {self.value!r}"

    def of(self, recording: Recording) -> Recording:
        """Return the recording with this value."""
        known = recording.sources[self.source]
        answers = tuple(_replaced(copy.deepcopy(answer), self.path, self.value) for answer in known.answers)
        changed = known.model_copy(update={"answers": answers})
        return recording.model_copy(update={"sources": {**recording.sources, self.source: changed}})


def misshapen(recording: Recording) -> list[Misshapen]:
    """Return every such change, one for each field that a source has, whatever row it stands in."""
    found: dict[tuple[str, Path], tuple[str, Path]] = {}
    for source, known in recording.sources.items():
        for answer in known.answers:
            for path in _scalars(answer):
                fields = tuple(step for step in path if isinstance(step, str))
                found.setdefault((source.partition(":")[0], fields), (source, path))
    return [Misshapen(source, path, value) for source, path in found.values() for value in ODD_VALUES]


def _scalars(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {KIND, "cut"} and value.get(KIND) != "time":
                yield from _scalars(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _scalars(inner, (*path, number))
    else:
        yield path


def _replaced(answer: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    inner = answer
    try:
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
    except (IndexError, KeyError, TypeError):  # a later answer of this source has no such row
        pass
    return answer
