"""Fixes as Slack blocks: what each does and risks, and what to paste."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies.markup import text_of
from bot.replies.reply import FixView
from bot.slack import rich
from bot.slack.question import MOST_VALUE, Press, button
from bot.slack.rich import Json
from bot.slack.room import Room, more

CODE = "code"
_LONG_LINES = 12
_RISKS = {"none": "no risk", "low": "low risk", "high": "high risk"}


def fix_blocks(fixes: Sequence[FixView], case_key: str, room: Room) -> list[Json]:
    """Return these fixes, numbered; what does not fit is counted.

    Long code of a fix after the first waits behind a button: it would push the rest off the screen.
    """
    blocks: list[Json] = []
    elements: list[Json] = []
    for number, fix in enumerate(fixes[: room.fixes], 1):
        elements.append(_title(number, fix, room))
        press = _code_press(fix, case_key) if number > 1 else None
        bodies = ("\n".join(fix.commands), (fix.snippet or "") * (press is None))
        elements += [_whole_or_told(rich.code(body), room) for body in bodies if body.strip()]
        if press is not None:
            shown = button(f"{CODE}.{number}", "Show the code", press)
            blocks += [rich.block(elements), {"type": "actions", "elements": [shown]}]
            elements = []
    if (left := len(fixes) - room.fixes) > 0:
        elements.append(rich.section(more(left)))
    return [*blocks, rich.block(elements)] if elements else blocks


def code_blocks(title: str, code: str) -> tuple[Json, ...]:
    """Return the code that a button showed the way to."""
    return (rich.block([rich.section([rich.words(title, bold=True)]), rich.code(code)]),)


def _title(number: int, fix: FixView, room: Room) -> Json:
    title = [rich.words(f"{number}. ", bold=True), *rich.parts(fix.title, longest=room.longest, bold=True)]
    title.append(rich.words(f" ({_RISKS[fix.risk]})"))
    if fix.danger:
        title += [rich.words(" – "), *rich.parts(fix.danger, longest=room.longest)]
    return rich.section(title)


def _code_press(fix: FixView, case_key: str) -> Press | None:
    """Return what a button for the code carries: the code itself; None when it is short or does not fit."""
    code = (fix.snippet or "").strip("\n")
    if code.count("\n") < _LONG_LINES:
        return None
    press = Press(case_key, rich.cut(text_of(fix.title), 200), code)
    return press if len(press.dump()) <= MOST_VALUE else None


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
