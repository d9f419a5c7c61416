"""Marks the pressed button, beside the turn and never in its way."""

from __future__ import annotations

import asyncio
import logging

from bot.errors import BotError
from bot.slack.blocks import Message
from bot.slack.outbound import Outbound, Place

logger = logging.getLogger(__name__)


class Redraw:
    """Redraws messages; one that fails is logged, because the answer matters more than its decoration."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, place: Place, ts: str, message: Message) -> None:
        """Redraw a message soon."""
        task = asyncio.create_task(self._now(place, ts, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for what is being redrawn."""
        await asyncio.gather(*self._tasks)

    async def _now(self, place: Place, ts: str, message: Message) -> None:
        try:
            await self._outbound.redraw(message, place, ts)
        except BotError as error:
            logger.warning("message not redrawn: %s", error)
