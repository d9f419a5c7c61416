"""Answers of a look as JSON and back: pages, times and the bot's own records keep what they are."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

KIND = "$"
HOUSE = "bot.prefect_live."


def to_json(value: Any) -> Any:
    """Return JSON for an answer; a tuple, a set, a time and a record say in `$` what they are."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = f"{type(value).__module__}:{type(value).__qualname__}"
        return {KIND: kind, **{each.name: to_json(getattr(value, each.name)) for each in fields(value)}}
    if isinstance(value, datetime):
        return {KIND: "time", "at": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: to_json(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return {KIND: "tuple", "items": [to_json(inner) for inner in value]}
    if isinstance(value, Set):
        return {KIND: "set", "items": sorted(to_json(inner) for inner in value)}
    return [to_json(inner) for inner in value] if isinstance(value, list) else value


def from_json(value: Any) -> Any:
    """Return the answer that `to_json` wrote."""
    if isinstance(value, list):
        return [from_json(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    inner = {key: from_json(each) for key, each in value.items() if key != KIND}
    return _made(value[KIND], inner) if KIND in value else inner


def _made(kind: str, inner: dict[str, Any]) -> Any:
    if kind == "time":
        return datetime.fromisoformat(inner["at"])
    if kind in {"tuple", "set"}:
        return (tuple if kind == "tuple" else frozenset)(inner["items"])
    module, _, name = kind.partition(":")
    assert module.startswith(HOUSE), kind
    return getattr(import_module(module), name)(**inner)
