"""Somebody opens the bot's Home tab."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.inbox_event import InboxEvent
from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the Home tab."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tab", "home") == "home":
            key = f"home:{body.get('event_id') or event.get('event_ts', '')}"
            user = event["user"]
            await desk.accept(InboxEvent("home", key, context.team_id or "", user, "home", user))
