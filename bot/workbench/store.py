"""The state of the workspace: who is here, what was said, which views are open."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.workbench.config import Channel, User, WorkbenchConfig
from bot.workbench.messages import Json, Message


@dataclass(frozen=True)
class View:
    """A modal or the home tab that the bot showed to a person."""

    id: str
    person: str
    body: Json
    hash: str


@dataclass(frozen=True)
class File:
    """One file that a person attached, with its MIME type and its bytes."""

    id: str
    name: str
    kind: str
    body: bytes


@dataclass
class Store:
    """Everything the workspace remembers, in memory."""

    config: WorkbenchConfig
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    home: dict[str, View] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[str, Json] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    _last: int = 0
    _names: int = 0

    def next_ts(self) -> str:
        """Return a message timestamp never given before, as Slack writes it: seconds.microseconds."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """Return a new identifier of this workspace, such as V0000000007."""
        self._names += 1
        return f"{prefix}{self._names:010d}"

    def users(self) -> dict[str, User]:
        """Return everybody by id, the bot included."""
        people = (self.config.me, self.config.bot, *self.config.others)
        return {user.id: user for user in people}

    def channel(self, name: str) -> Channel | None:
        """Find a channel by its id, by #name, or by the person whose direct conversation it is."""
        for channel in self.config.channels:
            if name in {channel.id, channel.person} or (not channel.is_im and name == f"#{channel.name}"):
                return channel
        return None

    def message(self, channel: str, ts: str) -> Message | None:
        """Return the message at this place, or None."""
        return self.messages.get((channel, ts))

    def put(self, message: Message) -> None:
        """Keep a new message, or the new state of an old one."""
        self.messages[message.channel, message.ts] = message

    def drop(self, channel: str, ts: str) -> bool:
        """Forget a message; false when there is none."""
        return self.messages.pop((channel, ts), None) is not None

    def history(self, channel: str) -> list[Message]:
        """Return what stands in the channel itself, newest first; threads and ephemerals are not in it."""
        lasting = [m for m in self.messages.values() if m.channel == channel and not m.ephemeral_to]
        return sorted((m for m in lasting if m.thread_ts in {None, m.ts}), key=lambda m: m.ts, reverse=True)

    def thread(self, channel: str, root: str) -> list[Message]:
        """Return the root and its replies, oldest first."""
        lasting = [m for m in self.messages.values() if m.channel == channel and not m.ephemeral_to]
        return sorted((m for m in lasting if root in {m.ts, m.thread_ts}), key=lambda m: m.ts)
