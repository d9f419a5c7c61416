"""The rules a block's keys are held to: each looks at one value and yields what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Rule = Callable[[object, str], Iterator[str]]


@dataclass(frozen=True)
class Shape:
    """One block or element: its keys, each with a rule, and keys of which at least one must be there."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()


def string(most: int, least: int = 1) -> Rule:
    """Accept text of `least` to `most` characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{at}: must be a string"
        elif not least <= len(value) <= most:
            yield f"{at}: {len(value)} characters, allowed are {least} to {most}"

    return check


def url(value: object, at: str) -> Iterator[str]:
    """Accept a web, mail or Slack address."""
    yield from string(3000)(value, at)
    if isinstance(value, str) and not re.match(r"(https?://|mailto:|slack://)\S+$", value):
        yield f"{at}: must be a valid URL"


def flag(value: object, at: str) -> Iterator[str]:
    """Accept true or false."""
    if not isinstance(value, bool):
        yield f"{at}: must be true or false"


def whole_number(least: int, most: int) -> Rule:
    """Accept a whole number in this range."""

    def check(value: object, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"{at}: must be a whole number from {least} to {most}"

    return check


def number(value: object, at: str) -> Iterator[str]:
    """Accept any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{at}: must be a number"


def choice(*allowed: str) -> Rule:
    """Accept one of these values."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield f"{at}: must be one of {', '.join(allowed)}"

    return check


def list_of(rule: Rule, most: int, least: int = 1) -> Rule:
    """Accept a list of `least` to `most` items that each keep the rule."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield f"{at}: must be a list"
            return
        if not least <= len(value) <= most:
            yield f"{at}: {len(value)} items, allowed are {least} to {most}"
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return check


def object_of(shape: Shape, also: tuple[str, ...] = ()) -> Rule:
    """Accept an object of this shape; `also` names keys checked elsewhere."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{at}: must be an object"
            return
        rules = {**shape.required, **shape.optional}
        yield from (f"{at}: missing required field: {key}" for key in shape.required if key not in value)
        if shape.any_of and not any(key in value for key in shape.any_of):
            yield f"{at}: needs one of {', '.join(shape.any_of)}"
        for key, item in value.items():
            if key in rules:
                yield from rules[key](item, f"{at}/{key}")
            elif key not in also:
                yield f"{at}: unknown key: {key}"

    return check


def one_of(table: Mapping[str, Shape], *allowed: str) -> Rule:
    """Accept an object whose `type` is in the table, or among those allowed."""

    def check(value: object, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in (allowed or tuple(table)):
            yield f"{at}: unsupported type: {kind}"
        else:
            yield from object_of(table[kind], ("type",))(value, at)

    return check


def texts(most: int) -> dict[str, Shape]:
    """Return the shapes of Slack's two text objects."""
    words = {"text": string(most)}
    return {"plain_text": Shape(words, {"emoji": flag}), "mrkdwn": Shape(words, {"verbatim": flag})}


def text(most: int, *kinds: str) -> Rule:
    """Accept a text object of these kinds."""
    return one_of(texts(most), *kinds)


def plain_text(most: int) -> Rule:
    """Accept a plain_text object."""
    return text(most, "plain_text")
