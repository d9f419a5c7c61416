"""How much of each part of a reply is shown, so that a message keeps Slack's limits."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack import rich
from bot.slack.rich import Json


@dataclass(frozen=True)
class Room:
    """How much of each part is shown; what is left out is counted."""

    lines: int
    fixes: int
    gates: int
    longest: int
    code_lines: int


ROOMS = (
    Room(12, 4, 24, 1_500, 60),
    Room(6, 3, 16, 500, 40),
    Room(4, 2, 12, 250, 25),
    Room(2, 1, 6, 120, 12),
)


def more(left: int) -> list[Json]:
    """Say how many were left out."""
    return [rich.words(f"… {left} more", italic=True)]
