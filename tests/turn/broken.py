"""A Prefect that is broken in one way; a real one that is broken so cannot be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """Answer every path in this way; yields the API address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    finally:
        await runner.cleanup()


async def html(_: web.Request) -> web.Response:
    return web.Response(text="<html>Sign in</html>", content_type="text/html")


async def wrong_key(_: web.Request) -> web.Response:
    return web.json_response({"exception_message": "Unauthorized"}, status=401)


async def forbidden(_: web.Request) -> web.Response:
    return web.json_response({"detail": "Forbidden"}, status=403)


async def half_json(_: web.Request) -> web.Response:
    return web.Response(text='[{"id": ', content_type="application/json")


async def wrong_shape(_: web.Request) -> web.Response:
    return web.json_response({"hello": ["world"]})


async def numbers(_: web.Request) -> web.Response:
    return web.json_response([1, 2, 3])


async def cut_off(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def slow(_: web.Request) -> web.Response:
    await asyncio.sleep(60)
    return web.Response()


def passing_on(api_url: str, statuses: Mapping[str, int]) -> Answer:
    """Pass on to a real server, but the paths that begin so are answered with a status."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        for beginning, status in statuses.items():
            if request.path.removeprefix("/api").startswith(beginning):
                return web.json_response({"detail": "Not Found"}, status=status)
        body = await request.json() if request.can_read_body else None
        target = api_url.removesuffix("/api") + request.path_qs
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, target, json=body) as real,
        ):
            return web.json_response(await real.json(), status=real.status)

    return pass_on
