"""What Slack accepts as blocks, as one table, so that a message is refused here before Slack refuses it.

Limits: https://docs.slack.dev/reference/block-kit/blocks. Lengths are in characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.slack.block_rules import (
    Shape,
    choice,
    flag,
    list_of,
    number,
    object_of,
    one_of,
    plain_text,
    string,
    text,
    texts,
    url,
    whole_number,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# Slack answers an undocumented msg_blocks_too_long at about 13,200: https://github.com/slackapi/bolt-js/issues/2509
TOTAL_TEXT = 12_000


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


# -- the tables ------------------------------------------------------------------------------------------

_ID = {"action_id": string(255)}
_CONFIRM = Shape(
    {"title": plain_text(100), "text": text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": choice("primary", "danger")},
)
_OPTION_KEYS = Shape(
    {"text": plain_text(75), "value": string(150)}, {"description": plain_text(75), "url": url}
)
_OPTION = object_of(_OPTION_KEYS)
_RICH_OPTION = object_of(
    Shape({"text": text(75), "value": string(150)}, {"description": text(75)}),
)
_GROUP = object_of(Shape({"label": plain_text(75), "options": list_of(_OPTION, 100)}))
_FEEDBACK = object_of(
    Shape({"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)}),
)
_WITH_CONFIRM = {**_ID, "confirm": object_of(_CONFIRM)}
_ENTRY = {**_ID, "focus_on_load": flag}
_PICTURE = {"image_url": url, "slack_file": object_of(Shape({}, {"id": string(255), "url": url}))}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        {"text": plain_text(75)},
        {
            **_WITH_CONFIRM,
            "url": url,
            "value": string(2000),
            "style": choice("primary", "danger"),
            "accessibility_label": string(75),
            "visible_to_user_ids": list_of(string(255), 100),
        },
    ),
    "static_select": Shape(
        {},
        {
            **_WITH_CONFIRM,
            "placeholder": plain_text(150),
            "options": list_of(_OPTION, 100),
            "option_groups": list_of(_GROUP, 100),
            "initial_option": _OPTION,
            "focus_on_load": flag,
        },
        any_of=("options", "option_groups"),
    ),
    "overflow": Shape({"options": list_of(_OPTION, 5)}, _WITH_CONFIRM),
    "radio_buttons": Shape(
        {"options": list_of(_RICH_OPTION, 10)},
        {**_WITH_CONFIRM, "initial_option": _RICH_OPTION, "focus_on_load": flag},
    ),
    "checkboxes": Shape(
        {"options": list_of(_RICH_OPTION, 10)},
        {**_WITH_CONFIRM, "initial_options": list_of(_RICH_OPTION, 10), "focus_on_load": flag},
    ),
    "plain_text_input": Shape(
        {},
        {
            **_ENTRY,
            "placeholder": plain_text(150),
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": whole_number(0, 3000),
            "max_length": whole_number(1, 3000),
        },
    ),
    "feedback_buttons": Shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID),
    "image": Shape({"alt_text": string(2000)}, _PICTURE, any_of=("image_url", "slack_file")),
}

_BUTTONS = ("button", "static_select", "overflow", "radio_buttons", "checkboxes")
_STYLE = object_of(Shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag)))
_STYLED = {"style": _STYLE}
RICH_PARTS: Mapping[str, Shape] = {
    "text": Shape({"text": string(TOTAL_TEXT)}, _STYLED),
    "link": Shape({"url": url}, {**_STYLED, "text": string(TOTAL_TEXT), "unsafe": flag}),
    "user": Shape({"user_id": string(255)}, _STYLED),
    "channel": Shape({"channel_id": string(255)}, _STYLED),
    "emoji": Shape({"name": string(255)}, {**_STYLED, "unicode": string(255)}),
    "date": Shape(
        {"timestamp": whole_number(0, 10**11), "format": string(255)},
        {**_STYLED, "url": url, "fallback": string(255)},
    ),
}
_PARTS = list_of(one_of(RICH_PARTS), 1000, 0)
_BORDER = {"border": whole_number(0, 1)}
_RICH_SECTION = Shape({"elements": _PARTS})
RICH_SECTIONS: Mapping[str, Shape] = {
    "rich_text_section": _RICH_SECTION,
    "rich_text_quote": Shape({"elements": _PARTS}, _BORDER),
    "rich_text_preformatted": Shape(
        {"elements": list_of(one_of(RICH_PARTS, "text", "link"), 1000)}, {**_BORDER, "language": string(255)}
    ),
    "rich_text_list": Shape(
        {
            "elements": list_of(one_of({"rich_text_section": _RICH_SECTION}), 1000),
            "style": choice("bullet", "ordered"),
        },
        {**_BORDER, "indent": whole_number(0, 8), "offset": whole_number(0, 10**6)},
    ),
}
_RICH_TEXT = Shape({"elements": list_of(one_of(RICH_SECTIONS), 1000)}, {"block_id": string(255)})
_CONTEXT_PARTS = {"image": ELEMENTS["image"], **texts(2000)}
_CELL = one_of(
    {
        "raw_text": Shape({"text": string(TOTAL_TEXT)}),
        "raw_number": Shape({"value": number}, {"text": string(255)}),
        "rich_text": _RICH_TEXT,
    }
)
_COLUMN = object_of(Shape({}, {"align": choice("left", "center", "right"), "is_wrapped": flag}))


def _column(value: object, at: str) -> Iterator[str]:
    if value is not None:  # null keeps the default of that column
        yield from _COLUMN(value, at)


def _child(value: object, at: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value.get("type") == "container":
        yield f"{at}: a container cannot hold a container"
    else:
        yield from _block(value, at)


_ENTRIES = ("plain_text_input", "static_select", "radio_buttons", "checkboxes")
_OWN = {"block_id": string(255)}
BLOCKS: Mapping[str, Shape] = {
    "section": Shape(
        {},
        {
            **_OWN,
            "text": text(3000),
            "fields": list_of(text(2000), 10),
            "accessory": one_of(ELEMENTS, *_BUTTONS, "image"),
            "expand": flag,
        },
        any_of=("text", "fields"),
    ),
    "header": Shape({"text": plain_text(150)}, {**_OWN, "level": whole_number(1, 4)}),
    "divider": Shape({}, _OWN),
    "context": Shape({"elements": list_of(one_of(_CONTEXT_PARTS), 10)}, _OWN),
    "actions": Shape({"elements": list_of(one_of(ELEMENTS, *_BUTTONS), 25)}, _OWN),
    "context_actions": Shape({"elements": list_of(one_of(ELEMENTS, "feedback_buttons"), 5)}, _OWN),
    "markdown": Shape({"text": string(12_000)}, _OWN),
    "rich_text": _RICH_TEXT,
    "image": Shape(
        {"alt_text": string(2000)},
        {**_OWN, **_PICTURE, "title": plain_text(2000)},
        any_of=("image_url", "slack_file"),
    ),
    "table": Shape(
        {"rows": list_of(list_of(_CELL, 20), 100)}, {**_OWN, "column_settings": list_of(_column, 20)}
    ),
    "input": Shape(
        {"label": plain_text(2000), "element": one_of(ELEMENTS, *_ENTRIES)},
        {**_OWN, "hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "alert": Shape(
        {"text": text(200)},
        {**_OWN, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "container": Shape(
        {"child_blocks": list_of(_child, 10)},
        {
            **_OWN,
            "title": plain_text(150),
            "rich_text_title": one_of({"rich_text": _RICH_TEXT}),
            "subtitle": text(150),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": one_of(ELEMENTS, "image"),
            **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), flag),
        },
        any_of=("title", "rich_text_title"),
    ),
}
_NOT_IN_VIEWS = frozenset({"markdown", "context_actions", "container"})
_ONLY_IN = {"alert": ("modal",), "table": ("message", "home")}


def _block(value: object, at: str) -> Iterator[str]:
    yield from one_of(BLOCKS)(value, at)
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
