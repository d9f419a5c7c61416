from __future__ import annotations

from typing import Any

import pytest

from bot.slack.block_limits import problems

Json = dict[str, Any]


def words(text: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": words("Go"), **more}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": words(text, "mrkdwn"), **more}


def row(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(text: str = "One", count: int = 1) -> Json:
    options = [{"text": words(text), "value": str(n)} for n in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options}


def table(rows: int, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def rich(*sections: Json) -> Json:
    return {"type": "rich_text", "elements": list(sections)}


STYLED = {"type": "text", "text": "slot", "style": {"code": True}}
LINE = {"type": "rich_text_section", "elements": [STYLED, {"type": "link", "url": "https://a.example"}]}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": words("Good"), "value": "1"},
    "negative_button": {"text": words("Bad"), "value": "0"},
}
CONFIRM = {
    "title": words("Sure?"),
    "text": words("It deletes."),
    "confirm": words("Yes"),
    "deny": words("No"),
}


@pytest.mark.parametrize(
    "block",
    [
        section(fields=[words("f")], accessory=button(style="danger", confirm=CONFIRM)),
        {"type": "header", "text": words("Title")},
        {"type": "divider", "block_id": "b"},
        {"type": "context", "elements": [words("hi", "mrkdwn")]},
        row(button(), select(count=100)),
        {"type": "context_actions", "elements": [FEEDBACK]},
        {"type": "markdown", "text": "# hi"},
        rich(LINE, {"type": "rich_text_list", "style": "bullet", "elements": [LINE]}),
        rich({"type": "rich_text_preformatted", "elements": [STYLED]}),
        table(100, 20),
        {"type": "container", "title": words("Evidence"), "child_blocks": [section()]},
        {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"},
    ],
    ids=lambda block: str(block["type"]),
)
def test_a_good_block_is_accepted(block: Json) -> None:
    assert problems([block]) == []


@pytest.mark.parametrize(
    ("block", "place"),
    [
        (section("x" * 3001), "/blocks/0/text/text: 3001 characters"),
        (section(""), "/blocks/0/text/text: 0 characters"),
        (section(fields=[words("f" * 2001)]), "/blocks/0/fields/0/text: 2001 characters"),
        (section(fields=[words("f")] * 11), "/blocks/0/fields: 11 items"),
        ({"type": "section"}, "/blocks/0: needs one of text, fields"),
        ({"type": "header", "text": words("x" * 151)}, "/blocks/0/text/text: 151 characters"),
        ({"type": "header", "text": words("x", "mrkdwn")}, "/blocks/0/text: unsupported type: mrkdwn"),
        ({"type": "header"}, "/blocks/0: missing required field: text"),
        ({"type": "divider", "color": "red"}, "/blocks/0: unknown key: color"),
        ({"type": "context", "elements": [words("x")] * 11}, "/blocks/0/elements: 11 items"),
        (row(*[button(action_id=str(n)) for n in range(26)]), "/blocks/0/elements: 26 items"),
        (row(button(style="warning")), "/blocks/0/elements/0/style: must be one of primary, danger"),
        (row(button(value="x" * 2001)), "/blocks/0/elements/0/value: 2001 characters"),
        (row(button(text=words("x" * 76))), "/blocks/0/elements/0/text/text: 76 characters"),
        (row(button(url="javascript:alert(1)")), "/blocks/0/elements/0/url: must be a valid URL"),
        (row(button(), button()), "/blocks/0: action_id used twice: a"),
        (row(select("x" * 76)), "/blocks/0/elements/0/options/0/text/text: 76 characters"),
        (row(select(count=101)), "/blocks/0/elements/0/options: 101 items"),
        (
            {"type": "context_actions", "elements": [button()]},
            "/blocks/0/elements/0: unsupported type: button",
        ),
        (table(101), "/blocks/0/rows: 101 items"),
        (table(1, 21), "/blocks/0/rows/0: 21 items"),
        ({"type": "markdown", "text": "x" * 12_001}, "/blocks/0/text: 12001 characters"),
        (rich(words("x")), "/blocks/0/elements/0: unsupported type: plain_text"),
        ({"type": "alert", "text": words("x")}, "/blocks/0: alert is not allowed in a message"),
    ],
)
def test_a_bad_block_is_named_with_its_place(block: Json, place: str) -> None:
    assert any(each.startswith(place) for each in problems([block])), problems([block])


def test_the_whole_message_has_limits_too() -> None:
    assert "/blocks: 51 blocks, at most 50 allowed" in problems([{"type": "divider"}] * 51)
    assert problems([{"type": "divider"}] * 51, "modal") == []
    assert "/blocks: 12500 characters of text in all, at most 12000 allowed" in problems(
        [section("x" * 2500)] * 5
    )
    assert "/blocks: block_id used twice: b" in problems([section(block_id="b"), section(block_id="b")])
    assert problems({"type": "divider"}) == ["/blocks: must be a list"]
