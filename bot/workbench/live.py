"""The pages that are open, and the frames they are sent."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field

from aiohttp import web

from bot.workbench.messages import Json, Message, for_page

_log = logging.getLogger(__name__)


@dataclass
class Live:
    """Sends every open page the same JSON frames."""

    pages: set[web.WebSocketResponse] = field(default_factory=set)

    async def send(self, frame: Json) -> None:
        """Send one frame to every page; a page that went away is forgotten."""
        text = json.dumps(frame)
        for page in list(self.pages):
            try:
                await page.send_str(text)
            except ConnectionError:
                _log.debug("a page went away while it was being told something")
                self.pages.discard(page)

    async def message(self, message: Message) -> None:
        """Show a new message."""
        await self.send({"type": "message", "message": for_page(message)})

    async def changed(self, message: Message) -> None:
        """Show the new state of a message."""
        await self.send({"type": "message_changed", "message": for_page(message)})

    async def error(self, text: str) -> None:
        """Tell the person that something failed."""
        await self.send({"type": "error", "text": text})
