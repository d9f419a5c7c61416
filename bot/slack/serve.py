"""Runs the Slack bot until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused, UsageError
from bot.settings import Settings
from bot.slack.app import create_app
from bot.slack.clients import new_client, new_session, slack_errors
from bot.slack.conversation import Conversation
from bot.slack.web import Check, web_app
from bot.store import open_store
from bot.store.cipher import Cipher
from bot.work import Inbox

logger = logging.getLogger(__name__)


async def serve(
    settings: Settings,
    converse: Conversation,
    *,
    checks: Mapping[str, Check] | None = None,
    stop: asyncio.Event | None = None,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT or `stop`, then finish the turns that run.

    `checks` are further things `/readyz` looks at (Prefect); `started` gets the HTTP address once all is up.
    Raises UsageError for settings that cannot work, OutOfReach when Slack, store or queue do not answer.
    """
    async with serving(settings, converse, checks=checks) as address:
        if started is not None:
            started(address)
        await _until_told(stop or asyncio.Event())
        logger.info("stopping: no new events, running turns are finished")


@asynccontextmanager
async def serving(
    settings: Settings, converse: Conversation, *, checks: Mapping[str, Check] | None = None
) -> AsyncIterator[str]:
    """Serve inside the `with`; yields the HTTP address, "" when Socket Mode found the port taken."""
    _must_have(settings)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(new_session())
        kept = open_store(settings.bot_database_url.get_secret_value(), _key(settings))
        store = await stack.enter_async_context(kept)
        inbox = await stack.enter_async_context(Inbox(settings.bot_docket_url.get_secret_value()))
        side = create_app(settings, converse, store, inbox, session=session)
        stack.push_async_callback(side.redraw.finish)
        await check_token(side.clients.own, "SLACK_BOT_TOKEN")

        async def slack() -> None:
            async with slack_errors():
                await _ask_slack(side.clients.own)

        every = {"slack": slack, "store": store.database.ping, "queue": inbox.ping, **(checks or {})}
        over_http = settings.slack_app_token is None
        address = await _listen(stack, settings, web_app(side.app, every, events=over_http), over_http)
        if not over_http:
            await _connect(stack, settings, side.app)
        yield address


async def _ask_slack(client: AsyncWebClient) -> None:
    await (client.auth_test() if client.token else client.api_test())


async def check_token(client: AsyncWebClient, setting: str) -> None:
    """Fail at start, with one line, when Slack does not take the token. Raises UsageError or OutOfReach."""
    try:
        async with slack_errors():
            await _ask_slack(client)
    except Refused as error:
        raise UsageError(f"{setting}: {error}") from error


def _must_have(settings: Settings) -> None:
    if (settings.slack_client_id is None) != (settings.slack_client_secret is None):
        raise UsageError("set both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither")
    if settings.slack_bot_token is None and not settings.installs:
        raise UsageError("SLACK_BOT_TOKEN is not set")
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise UsageError("set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
    if settings.installs:
        Cipher(_key(settings)).must_have_key()


def _key(settings: Settings) -> str | None:
    key = settings.bot_encryption_key
    return key.get_secret_value() if key else None


async def _listen(stack: AsyncExitStack, settings: Settings, routes: web.Application, needed: bool) -> str:
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.bot_host, settings.bot_port)
    try:
        await site.start()
    except OSError as error:
        told = f"cannot listen on {settings.bot_host}:{settings.bot_port} ({error.strerror})"
        if needed:
            raise UsageError(f"BOT_HOST, BOT_PORT: {told}") from error
        logger.warning("%s: no health and metrics over HTTP", told)
        return ""
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


async def _connect(stack: AsyncExitStack, settings: Settings, app: AsyncApp) -> None:
    assert settings.slack_app_token is not None  # noqa: S101 - the caller looked
    token = settings.slack_app_token.get_secret_value()
    web_client = new_client(token, settings.slack_api_url, app.client.session)
    handler = AsyncSocketModeHandler(app, token, web_client=web_client)
    stack.push_async_callback(handler.close_async)
    try:
        async with slack_errors():
            await handler.connect_async()  # type: ignore[no-untyped-call]
    except Refused as error:
        raise UsageError(f"SLACK_APP_TOKEN: {error}") from error


async def _until_told(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    told = (signal.SIGTERM, signal.SIGINT)
    with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread, or Windows
        for each in told:
            loop.add_signal_handler(each, stop.set)
    try:
        await stop.wait()
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for each in told:
                loop.remove_signal_handler(each)
