"""What is handed to the bot, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.workbench.messages import Json

ParcelKind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Parcel:
    """A payload and the door it goes through."""

    kind: ParcelKind
    payload: Json


@dataclass(frozen=True)
class Retry:
    """Which repetition this is (1 to 3), and why the one before it failed."""

    number: int
    reason: str


@dataclass(frozen=True)
class Receipt:
    """The bot's ack: with what it said, or the reason why there was none."""

    ok: bool
    reason: str = ""
    payload: Json | None = None
    no_retry: bool = False
