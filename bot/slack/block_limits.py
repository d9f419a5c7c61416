"""What Slack accepts as blocks, as one table, so that a message is refused here before Slack refuses it.

Limits: https://docs.slack.dev/reference/block-kit/blocks. Lengths are in characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# Slack answers an undocumented msg_blocks_too_long at about 13,200: https://github.com/slackapi/bolt-js/issues/2509
TOTAL_TEXT = 12_000

Rule = Callable[[object, str], Iterator[str]]


@dataclass(frozen=True)
class Shape:
    """One block or element: its keys, each with a rule, and keys of which at least one must be there."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()


def problems(blocks: object, surface: str = "message") -> list[str]:
    """Return what Slack would refuse, each as `/blocks/0/text: reason`; empty when all is well.

    `surface` is "message", "modal" or "home".
    """
    if not isinstance(blocks, Sequence) or isinstance(blocks, str | bytes):
        return ["/blocks: must be a list"]
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    found = [f"/blocks: {len(blocks)} blocks, at most {most} allowed"] if len(blocks) > most else []
    for index, block in enumerate(blocks):
        found += _block(block, f"/blocks/{index}")
        found += _off_surface(block, f"/blocks/{index}", surface)
    found += _repeated_block_ids(blocks)
    found += _totals(blocks)
    return found


def text_size(node: object) -> int:
    """Count the characters of every text in these blocks."""
    if isinstance(node, Mapping):
        own = node.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(text_size(child) for child in node.values())
    if isinstance(node, list | tuple):
        return sum(text_size(child) for child in node)
    return 0


# -- rules: each looks at one value and yields what is wrong with it -------------------------------------


def _string(most: int, least: int = 1) -> Rule:
    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{at}: must be a string"
        elif not least <= len(value) <= most:
            yield f"{at}: {len(value)} characters, allowed are {least} to {most}"

    return check


def _url(value: object, at: str) -> Iterator[str]:
    yield from _string(3000)(value, at)
    if isinstance(value, str) and not re.match(r"(https?://|mailto:|slack://)\S+$", value):
        yield f"{at}: must be a valid URL"


def _flag(value: object, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{at}: must be true or false"


def _whole(least: int, most: int) -> Rule:
    def check(value: object, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"{at}: must be a whole number from {least} to {most}"

    return check


def _number(value: object, at: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{at}: must be a number"


def _choice(*allowed: str) -> Rule:
    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield f"{at}: must be one of {', '.join(allowed)}"

    return check


def _items(rule: Rule, most: int, least: int = 1) -> Rule:
    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield f"{at}: must be a list"
            return
        if not least <= len(value) <= most:
            yield f"{at}: {len(value)} items, allowed are {least} to {most}"
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return check


def _object(shape: Shape, also: tuple[str, ...] = ()) -> Rule:
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


def _typed(table: Mapping[str, Shape], *allowed: str) -> Rule:
    def check(value: object, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in (allowed or tuple(table)):
            yield f"{at}: unsupported type: {kind}"
        else:
            yield from _object(table[kind], ("type",))(value, at)

    return check


def _texts(most: int) -> dict[str, Shape]:
    words = {"text": _string(most)}
    return {"plain_text": Shape(words, {"emoji": _flag}), "mrkdwn": Shape(words, {"verbatim": _flag})}


def _text(most: int, *kinds: str) -> Rule:
    return _typed(_texts(most), *kinds)


def _plain(most: int) -> Rule:
    return _text(most, "plain_text")


# -- the tables ------------------------------------------------------------------------------------------

_ID = {"action_id": _string(255)}
_CONFIRM = Shape(
    {"title": _plain(100), "text": _text(300), "confirm": _plain(30), "deny": _plain(30)},
    {"style": _choice("primary", "danger")},
)
_OPTION_KEYS = Shape({"text": _plain(75), "value": _string(150)}, {"description": _plain(75), "url": _url})
_OPTION = _object(_OPTION_KEYS)
_RICH_OPTION = _object(
    Shape({"text": _text(75), "value": _string(150)}, {"description": _text(75)}),
)
_GROUP = _object(Shape({"label": _plain(75), "options": _items(_OPTION, 100)}))
_FEEDBACK = _object(
    Shape({"text": _plain(75), "value": _string(2000)}, {"accessibility_label": _string(75)}),
)
_WITH_CONFIRM = {**_ID, "confirm": _object(_CONFIRM)}
_ENTRY = {**_ID, "focus_on_load": _flag}
_PICTURE = {"image_url": _url, "slack_file": _object(Shape({}, {"id": _string(255), "url": _url}))}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        {"text": _plain(75)},
        {
            **_WITH_CONFIRM,
            "url": _url,
            "value": _string(2000),
            "style": _choice("primary", "danger"),
            "accessibility_label": _string(75),
            "visible_to_user_ids": _items(_string(255), 100),
        },
    ),
    "static_select": Shape(
        {},
        {
            **_WITH_CONFIRM,
            "placeholder": _plain(150),
            "options": _items(_OPTION, 100),
            "option_groups": _items(_GROUP, 100),
            "initial_option": _OPTION,
            "focus_on_load": _flag,
        },
        any_of=("options", "option_groups"),
    ),
    "overflow": Shape({"options": _items(_OPTION, 5)}, _WITH_CONFIRM),
    "radio_buttons": Shape(
        {"options": _items(_RICH_OPTION, 10)},
        {**_WITH_CONFIRM, "initial_option": _RICH_OPTION, "focus_on_load": _flag},
    ),
    "checkboxes": Shape(
        {"options": _items(_RICH_OPTION, 10)},
        {**_WITH_CONFIRM, "initial_options": _items(_RICH_OPTION, 10), "focus_on_load": _flag},
    ),
    "plain_text_input": Shape(
        {},
        {
            **_ENTRY,
            "placeholder": _plain(150),
            "initial_value": _string(3000, 0),
            "multiline": _flag,
            "min_length": _whole(0, 3000),
            "max_length": _whole(1, 3000),
        },
    ),
    "feedback_buttons": Shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID),
    "image": Shape({"alt_text": _string(2000)}, _PICTURE, any_of=("image_url", "slack_file")),
}

_BUTTONS = ("button", "static_select", "overflow", "radio_buttons", "checkboxes")
_STYLE = _object(Shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), _flag)))
_STYLED = {"style": _STYLE}
RICH_PARTS: Mapping[str, Shape] = {
    "text": Shape({"text": _string(TOTAL_TEXT)}, _STYLED),
    "link": Shape({"url": _url}, {**_STYLED, "text": _string(TOTAL_TEXT), "unsafe": _flag}),
    "user": Shape({"user_id": _string(255)}, _STYLED),
    "channel": Shape({"channel_id": _string(255)}, _STYLED),
    "emoji": Shape({"name": _string(255)}, {**_STYLED, "unicode": _string(255)}),
    "date": Shape(
        {"timestamp": _whole(0, 10**11), "format": _string(255)},
        {**_STYLED, "url": _url, "fallback": _string(255)},
    ),
}
_PARTS = _items(_typed(RICH_PARTS), 1000, 0)
_BORDER = {"border": _whole(0, 1)}
_RICH_SECTION = Shape({"elements": _PARTS})
RICH_SECTIONS: Mapping[str, Shape] = {
    "rich_text_section": _RICH_SECTION,
    "rich_text_quote": Shape({"elements": _PARTS}, _BORDER),
    "rich_text_preformatted": Shape(
        {"elements": _items(_typed(RICH_PARTS, "text", "link"), 1000)}, {**_BORDER, "language": _string(255)}
    ),
    "rich_text_list": Shape(
        {
            "elements": _items(_typed({"rich_text_section": _RICH_SECTION}), 1000),
            "style": _choice("bullet", "ordered"),
        },
        {**_BORDER, "indent": _whole(0, 8), "offset": _whole(0, 10**6)},
    ),
}
_RICH_TEXT = Shape({"elements": _items(_typed(RICH_SECTIONS), 1000)}, {"block_id": _string(255)})
_CONTEXT_PARTS = {"image": ELEMENTS["image"], **_texts(2000)}
_CELL = _typed(
    {
        "raw_text": Shape({"text": _string(TOTAL_TEXT)}),
        "raw_number": Shape({"value": _number}, {"text": _string(255)}),
        "rich_text": _RICH_TEXT,
    }
)
_COLUMN = _object(Shape({}, {"align": _choice("left", "center", "right"), "is_wrapped": _flag}))


def _column(value: object, at: str) -> Iterator[str]:
    if value is not None:  # null keeps the default of that column
        yield from _COLUMN(value, at)


def _child(value: object, at: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value.get("type") == "container":
        yield f"{at}: a container cannot hold a container"
    else:
        yield from _block(value, at)


_ENTRIES = ("plain_text_input", "static_select", "radio_buttons", "checkboxes")
_OWN = {"block_id": _string(255)}
BLOCKS: Mapping[str, Shape] = {
    "section": Shape(
        {},
        {
            **_OWN,
            "text": _text(3000),
            "fields": _items(_text(2000), 10),
            "accessory": _typed(ELEMENTS, *_BUTTONS, "image"),
            "expand": _flag,
        },
        any_of=("text", "fields"),
    ),
    "header": Shape({"text": _plain(150)}, {**_OWN, "level": _whole(1, 4)}),
    "divider": Shape({}, _OWN),
    "context": Shape({"elements": _items(_typed(_CONTEXT_PARTS), 10)}, _OWN),
    "actions": Shape({"elements": _items(_typed(ELEMENTS, *_BUTTONS), 25)}, _OWN),
    "context_actions": Shape({"elements": _items(_typed(ELEMENTS, "feedback_buttons"), 5)}, _OWN),
    "markdown": Shape({"text": _string(12_000)}, _OWN),
    "rich_text": _RICH_TEXT,
    "image": Shape(
        {"alt_text": _string(2000)},
        {**_OWN, **_PICTURE, "title": _plain(2000)},
        any_of=("image_url", "slack_file"),
    ),
    "table": Shape(
        {"rows": _items(_items(_CELL, 20), 100)}, {**_OWN, "column_settings": _items(_column, 20)}
    ),
    "input": Shape(
        {"label": _plain(2000), "element": _typed(ELEMENTS, *_ENTRIES)},
        {**_OWN, "hint": _plain(2000), "optional": _flag, "dispatch_action": _flag},
    ),
    "alert": Shape(
        {"text": _text(200)},
        {**_OWN, "level": _choice("default", "info", "warning", "error", "success")},
    ),
    "container": Shape(
        {"child_blocks": _items(_child, 10)},
        {
            **_OWN,
            "title": _plain(150),
            "rich_text_title": _typed({"rich_text": _RICH_TEXT}),
            "subtitle": _text(150),
            "width": _choice("narrow", "standard", "wide", "full"),
            "icon": _typed(ELEMENTS, "image"),
            **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), _flag),
        },
        any_of=("title", "rich_text_title"),
    ),
}
_NOT_IN_VIEWS = frozenset({"markdown", "context_actions", "container"})
_ONLY_IN = {"alert": ("modal",), "table": ("message", "home")}


def _block(value: object, at: str) -> Iterator[str]:
    yield from _typed(BLOCKS)(value, at)
    yield from _repeated_action_ids(value, at)


def _off_surface(block: object, at: str, surface: str) -> list[str]:
    kind = block.get("type") if isinstance(block, Mapping) else None
    usual = ("message",) if kind in _NOT_IN_VIEWS else ("message", "modal", "home")
    if isinstance(kind, str) and surface not in _ONLY_IN.get(kind, usual):
        return [f"{at}: {kind} is not allowed in a {surface}"]
    return []


def _values(node: object, key: str) -> list[str]:
    """Return every string under this key, at any depth."""
    if isinstance(node, Mapping):
        own = [node[key]] if isinstance(node.get(key), str) else []
        return own + [found for child in node.values() for found in _values(child, key)]
    return (
        [found for child in node for found in _values(child, key)] if isinstance(node, list | tuple) else []
    )


def _repeated(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


def _repeated_action_ids(block: object, at: str) -> list[str]:
    if isinstance(block, Mapping) and block.get("type") == "container":
        return []  # its child blocks are looked at one by one
    return [f"{at}: action_id used twice: {name}" for name in _repeated(_values(block, "action_id"))]


def _repeated_block_ids(blocks: object) -> list[str]:
    return [f"/blocks: block_id used twice: {name}" for name in _repeated(_values(blocks, "block_id"))]


def _totals(blocks: Sequence[object]) -> list[str]:
    found = []
    if (size := text_size(blocks)) > TOTAL_TEXT:
        found.append(f"/blocks: {size} characters of text in all, at most {TOTAL_TEXT} allowed")
    tables = sum(isinstance(block, Mapping) and block.get("type") == "table" for block in blocks)
    if tables > 1:
        found.append(f"/blocks: {tables} tables, at most 1 allowed")
    return found
