"""The ways to reach the bot: its Socket Mode connections, else its URL."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

from bot.workbench.messages import Json


@dataclass
class Socket:
    """One Socket Mode connection and the envelopes whose ack it still owes."""

    ws: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)


@dataclass
class Line:
    """Where the bot is. `base_url` is the workbench's own address, without a slash at the end."""

    bot_url: str | None = None
    base_url: str = ""
    sockets: list[Socket] = field(default_factory=list)
    http: ClientSession | None = None
    _turn: int = 0

    @property
    def connected(self) -> bool:
        """Tell whether there is any way to reach the bot."""
        return bool(self.sockets) or self.bot_url is not None

    def next_socket(self) -> Socket | None:
        """Return the connection whose turn it is, or None; Slack too sends each envelope to only one."""
        if not self.sockets:
            return None
        self._turn += 1
        return self.sockets[self._turn % len(self.sockets)]
