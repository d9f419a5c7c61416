"""Marks the pressed button, beside the turn and never in its way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import OutOfReach
from bot.slack.block_limits import problems
from bot.slack.outbound import slack_errors
from bot.slack.rich import Json

logger = logging.getLogger(__name__)


class Redraw:
    """Redraws messages; one that fails is logged, because the answer matters more than its decoration."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, channel: str, ts: str, text: str, blocks: Sequence[Json]) -> None:
        """Redraw a message soon."""
        task = asyncio.create_task(self._now(channel, ts, text, blocks))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _now(self, channel: str, ts: str, text: str, blocks: Sequence[Json]) -> None:
        if wrong := problems(blocks):
            logger.warning("message not redrawn: %s", "; ".join(wrong[:3]))
            return
        try:
            async with slack_errors():
                await self._client.chat_update(
                    channel=channel, ts=ts, text=text, blocks=list(blocks), link_names=False, parse="none"
                )
        except OutOfReach as error:
            logger.warning("message not redrawn: %s", error)
