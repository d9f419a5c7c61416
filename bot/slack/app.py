"""The Bolt app, put together."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.errors import UsageError
from bot.settings import Settings
from bot.slack.clients import Clients, new_client
from bot.slack.conversation import Conversation
from bot.slack.desk import Desk
from bot.slack.installing import oauth_flow
from bot.slack.listeners import register_all
from bot.slack.outbound import Outbound
from bot.slack.redraw import Redraw
from bot.slack.turns import Turns
from bot.store import Store
from bot.work import Inbox


@dataclass(frozen=True)
class SlackSide:
    """Bolt's app and what must be asked or ended beside it."""

    app: AsyncApp
    clients: Clients
    redraw: Redraw


def create_app(  # noqa: PLR0913 - the parts of the bot, each named once
    settings: Settings,
    converse: Conversation,
    store: Store,
    inbox: Inbox,
    *,
    session: aiohttp.ClientSession | None = None,
    strict: bool = False,
) -> SlackSide:
    """Return the app with every listener, and connect the inbox to the conversation.

    Listeners run before Slack is answered: they only queue, and what could not be queued is not
    acknowledged, so Slack sends it again. `strict` refuses faulty blocks instead of leaving them out.
    Raises UsageError when there is no token and no client id to install with.
    """
    keep_bodies_out_of_logs()
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    _without_empty_variables()
    own = settings.slack_bot_token
    if own is None and not settings.installs:
        raise UsageError("SLACK_BOT_TOKEN is not set")
    client = new_client(own.get_secret_value() if own else None, settings.slack_api_url, session)
    tokenless = new_client(None, settings.slack_api_url, session)
    secret = settings.slack_signing_secret
    app = AsyncApp(
        client=tokenless if settings.installs else client,
        oauth_flow=oauth_flow(settings, store.installations, tokenless) if settings.installs else None,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        ssl_check_enabled=False,
    )
    clients = Clients(client, store.installations if settings.installs else None)
    outbound = Outbound(clients, store.outbox, strict=strict)
    redraw = Redraw(outbound)
    register_all(app, Desk(store, inbox, redraw))
    turns = Turns(converse, store, outbound)
    inbox.on_event(turns.handle, turns.failed)
    return SlackSide(app, clients, redraw)


def _without_empty_variables() -> None:
    """Compose files set empty ones; Bolt takes an empty SLACK_CLIENT_ID for a set one and drops our token."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN"):
        if os.environ.get(name) == "":
            del os.environ[name]


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out that the token of the environment is not used: the client has it."""
    return "`token` will be unused" not in record.getMessage()


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
