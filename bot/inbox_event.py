"""What waits in the inbox: one thing that a person did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["say", "command", "answer", "back", "start_over", "feedback", "code", "home"]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that came with a message; `kind` is its MIME type, `size` in bytes as Slack says."""

    name: str
    kind: str = ""
    size: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class InboxEvent:
    """One thing that a person did. `key` is the same for every delivery of it; `thread` orders turns.

    `secrets` counts what was masked in its text before it went into the queue.
    """

    kind: Kind
    key: str
    team: str
    channel: str
    thread_ts: str
    user: str
    text: str = ""
    response_url: str = ""
    message_ts: str = ""
    fact: str = ""
    value: str | None = None
    files: tuple[AttachedFile, ...] = ()
    shared: bool = False
    secrets: int = 0

    @property
    def thread(self) -> str:
        """Return the name of the thread this belongs to."""
        return f"{self.team}:{self.channel}:{self.thread_ts}"
