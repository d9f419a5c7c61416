"""Somebody writes @concurrency in a channel."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.desk import Desk, from_a_person
from bot.slack.inbound import shared_outside


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for mentions."""

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        if from_a_person(event):
            shared = shared_outside(body)
            await desk.accept_message(event, context.team_id or "", context.bot_user_id, shared=shared)
