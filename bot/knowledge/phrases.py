"""Phrases that several causes share: written once, and put wherever a cause says `<<name>>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.engine.causes import Phrase

from .definitions import Defined
from .files import Entry, Place
from .problems import Problems, near

_NAMED = re.compile(r"<<(\w+)>>")
Phrases = Mapping[str, Defined[Phrase]]


def with_phrases(entry: Entry, phrases: Phrases) -> Entry:
    """Return an entry with the texts of the phrases it names. Raises KnowledgeError for an unknown one."""
    for path, text in _texts(entry.data, ()):
        for name in _NAMED.findall(text):
            if name not in phrases:
                raise entry.mistake(path, f"unknown phrase `{name}`", near(name, phrases))
    return replace(entry, data=_filled(entry.data, phrases))


def check_phrases(phrases: Phrases, entries: list[Entry], problems: Problems) -> None:
    """Refuse phrases that name another, and those that fewer than two places use."""
    used = [name for entry in entries for _, text in _texts(entry.data, ()) for name in _NAMED.findall(text)]
    for name, phrase in phrases.items():
        with problems.kept():
            if _NAMED.search(phrase.model.text):
                raise phrase.entry.mistake(("text",), "a phrase in a phrase", "write it out")
            if used.count(name) < 2:
                told = "write it where it is used, or remove it"
                raise phrase.entry.mistake(("phrase",), f"`{name}` is not used twice", told)


def _texts(value: Any, path: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))


def _filled(value: Any, phrases: Phrases) -> Any:
    if isinstance(value, str):
        return _NAMED.sub(lambda found: phrases[found[1]].model.text, value)
    if isinstance(value, dict):
        return {key: _filled(item, phrases) for key, item in value.items()}
    return [_filled(item, phrases) for item in value] if isinstance(value, list) else value
