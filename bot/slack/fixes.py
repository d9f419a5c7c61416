"""Fixes as Slack blocks: what each does and risks, and what to paste."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies.reply import FixView
from bot.slack import rich
from bot.slack.rich import Json
from bot.slack.room import Room, more

_RISKS = {"none": "no risk", "low": "low risk", "high": "high risk"}


def fix_elements(fixes: Sequence[FixView], room: Room) -> list[Json]:
    """Return the elements of these fixes, numbered; what does not fit is counted."""
    elements: list[Json] = []
    for number, fix in enumerate(fixes[: room.fixes], 1):
        title = [
            rich.words(f"{number}. ", bold=True),
            *rich.parts(fix.title, longest=room.longest, bold=True),
        ]
        title.append(rich.words(f" ({_RISKS[fix.risk]})"))
        if fix.danger:
            title += [rich.words(" – "), *rich.parts(fix.danger, longest=room.longest)]
        elements.append(rich.section(title))
        elements += [rich.code(body) for body in ("\n".join(fix.commands), fix.snippet or "") if body.strip()]
    elements = [_whole_or_told(each, room) for each in elements]
    left = len(fixes) - room.fixes
    return [*elements, rich.section(more(left))] if left > 0 else elements


def _whole_or_told(element: Json, room: Room) -> Json:
    """Half a command could do harm: what does not fit is named, not cut."""
    if element["type"] != "rich_text_preformatted":
        return element
    text: str = element["elements"][0]["text"]
    lines = text.count("\n") + 1
    if lines <= room.code_lines and len(text) <= 100 * room.code_lines:
        return element
    told = (
        f"({lines} lines, {len(text)} characters: too long for Slack. `concurrency-bot ask` prints it whole.)"
    )
    return rich.section([rich.words(told, italic=True)])
