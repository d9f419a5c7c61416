"""The HTTP side: Slack's requests, health and metrics."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.internals import parse_body

from bot.errors import BotError

Check = Callable[[], Awaitable[None]]
_MOST_BYTES = 1024 * 1024
_CHECK_SECONDS = 5.0
_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)


def web_app(app: AsyncApp | None, checks: Mapping[str, Check]) -> web.Application:
    """Return the routes; without a Bolt app (Socket Mode) only health and metrics."""

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
    if app is not None:
        bolt = app

        async def events(request: web.Request) -> web.Response:
            return await _events(bolt, request)

        routes.router.add_post("/slack/events", events)
    return routes


async def _events(app: AsyncApp, request: web.Request) -> web.Response:
    """Hand a request to Bolt; what would make Bolt stumble before its signature check is refused here."""
    stamp = request.headers.get("X-Slack-Request-Timestamp", "0")
    if not _TIMESTAMP.fullmatch(stamp):
        return web.json_response({"error": "malformed timestamp"}, status=400)
    if not request.headers.get("X-Slack-Signature", "").isascii():
        return web.json_response({"error": "invalid request"}, status=401)
    try:
        body = parse_body(await request.text(), request.content_type)
        if not isinstance(body, dict):
            raise ValueError("not an object")
        bolt_request = await to_bolt_request(request)
    except (ValueError, LookupError, RecursionError):  # LookupError: a charset nobody knows
        return web.json_response({"error": "malformed body"}, status=400)
    return await to_aiohttp_response(await app.async_dispatch(bolt_request))


async def _problem(check: Check) -> str:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    except BotError as error:
        return str(error)
    except TimeoutError:
        return "no answer in time"
    return ""
