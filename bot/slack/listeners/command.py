"""Somebody types /concurrency. Only they see the answer."""

from __future__ import annotations

import hashlib
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import OutOfReach
from bot.inbox_event import InboxEvent
from bot.slack.desk import Desk
from bot.slack.inbound import plain

COMMAND = "/concurrency"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the command."""

    @app.command(COMMAND)
    async def commanded(ack: AsyncAck, command: dict[str, Any]) -> None:
        try:
            await desk.accept(_event(command))
        except OutOfReach as error:
            await ack(f"I cannot take this now: {error}. Try again in a minute.")
        else:
            await ack()


def _event(command: dict[str, Any]) -> InboxEvent:
    # A command has no thread: it gets a case of its own, which only its sender can go on with.
    own = hashlib.sha256(command["trigger_id"].encode()).hexdigest()[:12]
    return InboxEvent(
        kind="command",
        key=f"command:{own}",
        team=command.get("team_id") or "",
        channel=command["channel_id"],
        thread_ts=f"command-{command['user_id']}-{own}",
        user=command["user_id"],
        text=plain(command.get("text") or ""),
        response_url=command["response_url"],
    )
