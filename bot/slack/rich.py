"""Rich text: the blocks whose text is always literal, so no foreign name can be markup or ping anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.replies.reply import Line, Span

Json = dict[str, Any]
_LINKS = ("https://", "http://")


def words(text: str, **style: bool) -> Json:
    """Return one literal stretch of text."""
    element: Json = {"type": "text", "text": text}
    if on := {name: True for name, value in style.items() if value}:
        element["style"] = on
    return element


def parts(line: Line, *, longest: int, bold: bool = False, italic: bool = False) -> list[Json]:
    """Return a line's spans as elements, at most `longest` characters in all."""
    found: list[Json] = []
    room = longest
    for span in line:
        if not span.text:
            continue
        if len(span.text) > room:
            found.append(_part(span, span.text[: max(room - 1, 0)] + "…", bold, italic))
            break
        found.append(_part(span, span.text, bold, italic))
        room -= len(span.text)
    return found


def _part(span: Span, text: str, bold: bool, italic: bool) -> Json:
    element = words(text, bold=span.bold or bold, italic=span.italic or italic, code=span.code)
    # Only web addresses become links, and never ones that Slack would refuse.
    if span.url.startswith(_LINKS) and len(span.url) <= 3000 and not any(c.isspace() for c in span.url):
        return {**element, "type": "link", "url": span.url}
    return element


def section(elements: Sequence[Json]) -> Json:
    """Return one paragraph."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(items: Iterable[Sequence[Json]]) -> Json:
    """Return a bullet list, one item for each run of elements."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(item) for item in items]}


def code(text: str) -> Json:
    """Return text to be pasted."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def block(elements: Sequence[Json]) -> Json:
    """Return the block that holds paragraphs, lists and code."""
    return {"type": "rich_text", "elements": list(elements)}


def escape(text: str) -> str:
    """Make text literal where Slack reads mrkdwn: exactly these three, in this order."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    """Return the text, or its beginning with a sign that more was there."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
