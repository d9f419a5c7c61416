"""Keeps other web pages and other machines away from what only the person here may do."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@web.middleware
async def refuse_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a page's request whose Host is not this machine or whose Origin is another site."""
    guarded = not request.path.startswith(("/api/", "/link/", "/response/", "/files-pri/"))
    if guarded and not is_local(request.host, request.headers.get("Origin")):
        return web.json_response({"ok": False, "error": "not_local"}, status=403)
    return await handler(request)


def is_local(host: str, origin: str | None) -> bool:
    """Tell whether this Host is here and this Origin, if any, is the very same place."""
    if urlsplit(f"//{host}").hostname not in _HERE:
        return False
    return origin is None or (urlsplit(origin).scheme == "http" and urlsplit(origin).netloc == host)
