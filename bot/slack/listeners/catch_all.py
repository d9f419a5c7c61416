"""Everything else: answered politely, because Slack turns off apps that answer 404 too often."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.desk import Desk

LAST = True
_ANY = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for whatever nobody else took."""

    @app.event(_ANY)
    async def other_event() -> None:
        pass

    @app.command(_ANY)
    async def other_command(ack: AsyncAck) -> None:
        await ack("I only know /concurrency. Try /concurrency help.")

    async def other(ack: AsyncAck) -> None:
        await ack()

    for kind in (app.action, app.view_submission, app.view_closed, app.shortcut, app.options):
        kind(_ANY)(other)
