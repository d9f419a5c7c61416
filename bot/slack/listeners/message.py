"""Somebody writes to the bot directly, or goes on in one of its threads."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.desk import Desk, from_a_person


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for messages."""

    @app.event("message")
    async def wrote(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if not from_a_person(event):
            return
        thread = event.get("thread_ts")
        if event.get("channel_type") == "im" or (thread and await desk.is_ours(event["channel"], thread)):
            await desk.accept_message(event, context.team_id or "", context.bot_user_id)
