"""The Bolt app, put together."""

from __future__ import annotations

import logging

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.errors import UsageError
from bot.settings import Settings
from bot.slack.conversation import Conversation
from bot.slack.desk import Desk
from bot.slack.listeners import register_all
from bot.slack.outbound import Outbound, new_client
from bot.slack.turns import Turns
from bot.store import Store
from bot.work import Inbox


def create_app(  # noqa: PLR0913 - the parts of the bot, each named once
    settings: Settings,
    converse: Conversation,
    store: Store,
    inbox: Inbox,
    *,
    session: aiohttp.ClientSession | None = None,
    strict: bool = False,
) -> AsyncApp:
    """Return the app with every listener, and connect the inbox to the conversation.

    Listeners run before Slack is answered: they only queue, and what could not be queued is not
    acknowledged, so Slack sends it again. `strict` refuses faulty blocks instead of leaving them out.
    Raises UsageError when there is no token.
    """
    if settings.slack_bot_token is None:
        raise UsageError("SLACK_BOT_TOKEN is not set")
    keep_bodies_out_of_logs()
    secret = settings.slack_signing_secret
    client = new_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session)
    app = AsyncApp(
        client=client,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        ssl_check_enabled=False,
    )
    register_all(app, Desk(store, inbox))
    turns = Turns(converse, store, Outbound(client, store.outbox, strict=strict))
    inbox.on_event(turns.handle, turns.failed)
    return app


def keep_bodies_out_of_logs() -> None:
    """Bolt logs whole requests: at INFO when a signature is wrong, at DEBUG always."""
    for name, level in (
        ("slack_bolt.RequestVerification", logging.WARNING),
        ("slack_bolt.AsyncRequestVerification", logging.WARNING),
        ("slack_bolt", logging.INFO),
        ("slack_bolt.AsyncApp", logging.INFO),
        ("slack_sdk", logging.INFO),
    ):
        logging.getLogger(name).setLevel(level)
