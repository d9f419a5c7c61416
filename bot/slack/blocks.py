"""A Reply as Slack blocks, with the same in plain text for notifications and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.replies.plain import folded, plain_text
from bot.replies.reply import Line, Reply
from bot.slack import rich
from bot.slack.block_limits import problems
from bot.slack.fixes import fix_blocks
from bot.slack.question import question_blocks, thumbs
from bot.slack.rich import Json
from bot.slack.room import ROOMS, Room, more

# Slack cuts a longer `text` in notifications anyway.
TEXT_MOST = 3_900
_MARKS = {
    "fault": ("red_circle", "Fault"),
    "normal": ("large_blue_circle", "As configured"),
    "healthy": ("large_green_circle", "Healthy"),
    "open": ("large_yellow_circle", "Not settled"),
    "guide": ("information_source", "Guide"),
    "refusal": ("white_circle", "Not mine"),
}
_GATE_MARKS = {
    "closed": ("no_entry", "closed"),
    "unknown": ("grey_question", "unknown"),
}


@dataclass(frozen=True)
class Message:
    """What goes out: `text` is already safe for Slack's markup."""

    text: str
    blocks: tuple[Json, ...] = ()


def message_of(reply: Reply, case_key: str) -> Message:
    """Draw a reply in the most room that fits Slack's limits."""
    text = rich.cut(rich.escape(plain_text(reply)), TEXT_MOST)
    for room in ROOMS:
        blocks = tuple(_blocks(reply, case_key, room))
        if not problems(blocks):
            return Message(text, blocks)
    return Message(text, blocks)  # the outbound door says what is wrong with it


def _blocks(reply: Reply, case_key: str, room: Room) -> list[Json]:
    emoji, word = _MARKS[reply.mood]
    mark = [{"type": "emoji", "name": emoji}, rich.words(f" {word} · ")]
    if reply.mood == "guide" and _is_short(reply):
        mark = []
    bold = bool(mark) and reply.mood != "refusal"
    first = [rich.section([*mark, *rich.parts(reply.headline, longest=1_500, bold=bold)])]
    first += [rich.section(rich.parts(line, longest=room.longest, italic=True)) for line in reply.notes]
    if reply.evidence:
        first.append(_list(reply.evidence, room))
    first += _paragraphs(reply.explanation, room)
    blocks = [rich.block(first)]
    if reply.gates:
        blocks.append(rich.block(_gates(reply, room)))
    blocks += fix_blocks(reply.fixes, case_key, room)
    if reply.verify:
        told = [rich.words("How to see that it worked: ", italic=True)]
        blocks.append(rich.block([rich.section(told + rich.parts(reply.verify, longest=room.longest))]))
    if reply.also:
        blocks.append(rich.block([rich.section([rich.words("Also", bold=True)]), _list(reply.also, room)]))
    if reply.not_seen:
        blocks.append(_small("Not visible from here:", reply.not_seen, room))
    if reply.question:
        blocks += question_blocks(reply.question, case_key, room.longest)
    elif not _is_short(reply):
        blocks.append(thumbs(case_key))
    return blocks


def _is_short(reply: Reply) -> bool:
    """Tell whether this is one line that judges nothing: there is nothing in it to be thumbed."""
    return reply.mood in {"guide", "open", "refusal"} and reply == Reply(
        reply.mood, reply.headline, notes=reply.notes, report=reply.report
    )


def _list(lines: Sequence[Line], room: Room) -> Json:
    items = [rich.parts(line, longest=room.longest) for line in lines[: room.lines]]
    if (left := len(lines) - room.lines) > 0:
        items.append(more(left))
    return rich.bullets(items)


def _paragraphs(lines: Sequence[Line], room: Room) -> list[Json]:
    drawn = [rich.parts(line, longest=room.longest) for line in lines[: room.lines]]
    shown = [rich.section(elements) for elements in drawn if elements]
    left = len(lines) - room.lines
    return [*shown, rich.section(more(left))] if left > 0 else shown


def _gates(reply: Reply, room: Room) -> list[Json]:
    # The first closed gate is the answer: what is left out comes after the last one shown.
    standing, passed = folded(reply.gates)
    lines = []
    for gate in standing[: room.gates]:
        emoji, word = _GATE_MARKS[gate.state]
        said = rich.words(rich.cut(f" ({word}) {gate.evidence}", room.longest))
        lines.append([{"type": "emoji", "name": emoji}, rich.words(f" {gate.name}", bold=True), said])
    if (left := len(standing) - room.gates) > 0:
        lines.append(more(left))
    if passed:
        lines.append(
            [{"type": "emoji", "name": "white_check_mark"}, rich.words(rich.cut(f" {passed}", room.longest))]
        )
    return [rich.section(line) for line in lines]


def _small(title: str, lines: Sequence[Line], room: Room) -> Json:
    shown = [f"{''.join(span.text for span in line)}" for line in lines[: room.lines]]
    left = len(lines) - room.lines
    said = "; ".join([*shown, *([f"… {left} more"] if left > 0 else [])])
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": rich.cut(f"{title} {said}", 1_900)}],
    }
