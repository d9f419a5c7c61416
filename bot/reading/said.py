"""Facts that people and consoles state in words: hosting, versions, numbers, lease storage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.asserted import asserted
from bot.reading.models import Value
from bot.reading.said_hosting import hosting_answered, hosting_in
from bot.reading.said_leases import LEASE_STORAGE, failure_shapes, without_workers
from bot.reading.said_logs import LOG_ORIGINS
from bot.reading.said_numbers import numbers_in
from bot.reading.said_versions import version_answered, versions_in
from bot.reading.said_wishes import wishes_in

_LEASES = re.compile(r"(?i)lease|renew")
_STRUCTURED = 8_000  # words about hosting and versions stand in the first characters, or nowhere


@dataclass(frozen=True, slots=True)
class Said:
    """A fact found in words, with where its quote starts."""

    name: str
    value: Value
    at: int


def _answers(text: str) -> list[Said]:
    """Return what short answers state, where the talk says what they answer."""
    found = []
    if hosting := hosting_answered(text):
        found.append(Said("hosting", *hosting))
    if version := version_answered(text):
        found.append(Said(*version))
    return found


def _once(text: str, table: tuple[tuple[re.Pattern[str], str], ...]) -> tuple[str, int] | None:
    """Return the only value that the text asserts: two in one message are a guess."""
    hits = {value: match.start() for regex, value in table if (match := asserted(regex, text))}
    return next(iter(hits.items())) if len(hits) == 1 else None


def said_in(text: str, *, in_conversation: bool = False) -> list[Said]:
    """Return the facts said in words, each once; in a conversation short answers count too."""
    text = text[:_STRUCTURED]
    hosting = hosting_in(text)
    found = [Said("hosting", *hosting)] if hosting else []
    found += [Said(*item) for item in (*versions_in(text), *numbers_in(text), *wishes_in(text))]
    if in_conversation:
        known = {item.name for item in found}
        versioned = any(name.endswith("_version") for name in known)
        found += [
            item
            for item in _answers(text)
            if item.name not in known and not (versioned and item.name == "client_version")
        ]
    told = [("lease_storage", _once(text, LEASE_STORAGE)), ("log_origin", _once(text, LOG_ORIGINS))]
    if _LEASES.search(text):
        told.append(("lease_failure_shape", _once(without_workers(text), failure_shapes(text))))
    found += [Said(name, *said) for name, said in told if said]
    return found
