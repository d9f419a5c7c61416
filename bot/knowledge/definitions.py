"""Making models of entries: what a key or a value may be, and names that stand only once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from pydantic import ValidationError

from bot.engine.causes import Strict
from bot.errors import KnowledgeError

from .files import Entry, Place, file_entries
from .problems import Problems, near

Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True, slots=True)
class Defined(Generic[Model]):
    """A model and the entry it was made of."""

    model: Model
    entry: Entry


def defined(
    folder: Path, pattern: str, kind: type[Model], key: str, problems: Problems
) -> dict[str, Defined[Model]]:
    """Return the entries of the files that match, by the value of `key`."""
    return by_name(gathered(folder, pattern, problems), kind, key, problems)


def by_name(
    entries: Iterable[Entry], kind: type[Model], key: str, problems: Problems
) -> dict[str, Defined[Model]]:
    """Return models of the entries by the value of `key`."""
    found: dict[str, Defined[Model]] = {}
    for entry in entries:
        with problems.kept():
            model = model_of(entry, kind)
            name = str(getattr(model, key))
            if name in found:
                raise _twice(key, name, entry, found[name].entry)
            found[name] = Defined(model, entry)
    return found


def gathered(folder: Path, pattern: str, problems: Problems) -> Iterator[Entry]:
    """Yield the entries of the files that match."""
    for path in sorted(folder.glob(pattern)):
        with problems.kept():
            yield from file_entries(folder, path)


def _twice(key: str, name: str, entry: Entry, first: Entry) -> KnowledgeError:
    other = f"the other is {first.file}:{first.line_of((key,))}"
    return entry.mistake((key,), f"{key} {name} stands twice", other)


def model_of(entry: Entry, kind: type[Model]) -> Model:
    """Validate an entry; raises KnowledgeError for the first key or value that is wrong."""
    try:
        return kind.model_validate(entry.data)
    except ValidationError as mistake:
        # An unknown key explains the key that is missing, so it is told before that one.
        first = min(mistake.errors(), key=lambda error: error["type"] != "extra_forbidden")
        path: Place = tuple(first["loc"])
        place = ".".join(str(part) for part in path)
        if first["type"] == "extra_forbidden":
            keys = _keys_at(kind, path[:-1])
            raise entry.mistake(path, f"unknown key `{place}`", near(str(path[-1]), keys)) from mistake
        if first["type"] == "literal_error":
            known = re.findall(r"'([^']*)'", str(first.get("ctx", {}).get("expected", "")))
            given = str(first["input"])
            raise entry.mistake(path, f"{place}: unknown value `{given}`", near(given, known)) from mistake
        raise entry.mistake(path, f"{place}: {first['msg']}") from mistake


def _keys_at(kind: type[Strict], path: Place) -> list[str]:
    """Return the keys that are known at a path of a model."""
    for part in path:
        field = kind.model_fields.get(str(part))
        kind = _model_in(field.annotation) or kind if field else kind  # a number only counts entries
    return list(kind.model_fields)


def _model_in(annotation: Any) -> type[Strict] | None:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
