"""Somebody removes the app from a workspace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for removals."""

    async def removed(body: dict[str, Any], context: AsyncBoltContext) -> None:
        # Slack may repeat this five minutes later, when the app has been installed again.
        said = datetime.fromtimestamp(int(body.get("event_time") or 0), UTC) + timedelta(seconds=1)
        await desk.store.installations.remove(context.team_id or "", before=said)

    @app.event("app_uninstalled")
    async def uninstalled(body: dict[str, Any], context: AsyncBoltContext) -> None:
        await removed(body, context)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], body: dict[str, Any], context: AsyncBoltContext) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await removed(body, context)
