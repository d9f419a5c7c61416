"""Somebody writes to the bot directly, or goes on in one of its threads."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.desk import Desk, from_a_person
from bot.slack.inbound import shared_outside


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for messages."""

    @app.event("message")
    async def wrote(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        if not from_a_person(event):
            return
        direct, shared = event.get("channel_type") == "im", shared_outside(body)
        thread = event.get("thread_ts")
        # Where others read along, only a mention is answered (by saying where to ask instead).
        ours = not shared and thread and await desk.is_ours(event["channel"], thread)
        if direct or ours:
            await desk.accept_message(event, context.team_id or "", context.bot_user_id, shared=shared)
