"""The HTTP side: Slack's requests, health and metrics."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.request.internals import parse_body
from slack_bolt.response import BoltResponse

from bot.errors import BotError
from bot.slack.clients import slack_errors
from bot.slack.shapes import well_shaped

logger = logging.getLogger(__name__)
_Handler = Callable[[web.Request], Awaitable[web.Response]]
Check = Callable[[], Awaitable[None]]
_MOST_BYTES = 1024 * 1024
_CHECK_SECONDS = 5.0
_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)


def web_app(app: AsyncApp, checks: Mapping[str, Check], *, events: bool) -> web.Application:
    """Return the routes: health, metrics, the install pages if the app has any, and Slack's `events`."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_request: web.Request) -> web.Response:
        found = dict(zip(checks, await asyncio.gather(*map(_problem, checks.values())), strict=True))
        well = not any(found.values())
        shown = {name: why or "ok" for name, why in found.items()}
        return web.json_response({"ready": well, "checks": shown}, status=200 if well else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    routes = web.Application(client_max_size=_MOST_BYTES)
    routes.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)])
    if events:

        async def slack(request: web.Request) -> web.Response:
            return await _events(app, request)

        routes.router.add_post("/slack/events", slack)
    if (flow := app.oauth_flow) is not None:
        routes.router.add_get("/slack/install", _page(flow.handle_installation))
        routes.router.add_get("/slack/oauth_redirect", _page(flow.handle_callback))
    return routes


def _page(handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> _Handler:
    """Return a page of Bolt's OAuth flow; what is away now is said, not thrown."""

    async def page(request: web.Request) -> web.Response:
        try:
            async with slack_errors():
                answer = await handle(await to_bolt_request(request))
        except BotError as error:
            logger.exception("installing failed")
            return web.Response(status=503, text=f"Installing failed: {error}. Try again later.\n")
        return await to_aiohttp_response(answer)

    return page


async def _events(app: AsyncApp, request: web.Request) -> web.Response:
    """Hand a request to Bolt; what would make Bolt stumble before its signature check is refused here."""
    stamp = request.headers.get("X-Slack-Request-Timestamp", "0")
    if not _TIMESTAMP.fullmatch(stamp):
        return web.json_response({"error": "malformed timestamp"}, status=400)
    if not request.headers.get("X-Slack-Signature", "").isascii():
        return web.json_response({"error": "invalid request"}, status=401)
    try:
        body = parse_body(await request.text(), request.content_type)
        if not isinstance(body, dict) or not well_shaped(body):
            raise ValueError("not what Slack sends")
        bolt_request = await to_bolt_request(request)
    # LookupError: a charset nobody knows. The last two: Bolt looks into more keys than anybody here.
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return web.json_response({"error": "malformed body"}, status=400)
    answer = await app.async_dispatch(bolt_request)
    if answer.status == 404:  # signed by Slack, and nobody here listens to it
        return web.Response()
    return await to_aiohttp_response(answer)


async def _problem(check: Check) -> str:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    except BotError as error:
        return str(error)
    except TimeoutError:
        return "no answer in time"
    return ""
