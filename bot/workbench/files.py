"""Files that a person attaches, and the address where the bot may read them.

https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.workbench.bench import Bench
from bot.workbench.messages import Json
from bot.workbench.store import File


def attach(bench: Bench, asked: list[Json]) -> tuple[Json, ...]:
    """Keep these files ({"name", "content", "mimetype"?}) and return them as an event shows them."""
    shown = []
    for each in asked:
        kind = str(each.get("mimetype") or "text/plain")
        body = str(each.get("content") or "").encode()
        file = File(bench.store.next_id("F"), str(each.get("name") or "untitled"), kind, body)
        bench.store.files[file.id] = file
        shown.append(_shown(bench, file))
    return tuple(shown)


async def serve(bench: Bench, request: web.Request) -> web.Response:
    """Hand a file to whoever holds a bot token with files:read; anybody else is sent to sign in."""
    file = bench.store.files.get(request.match_info["id"])
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    scopes = bench.scopes_of(token) if scheme == "Bearer" else None
    if scopes is None or "files:read" not in scopes:
        return web.Response(status=302, headers={"Location": f"{bench.line.base_url}/signin"})
    if file is None:
        return web.Response(status=404)
    return web.Response(body=file.body, content_type=file.kind)


def _shown(bench: Bench, file: File) -> Json:
    address = f"{bench.line.base_url}/files-pri/{file.id}/{quote(file.name)}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.name,
        "mimetype": file.kind,
        "mode": "snippet" if file.kind == "text/plain" else "hosted",
        "size": len(file.body),
        "user": bench.config.me.id,
        "url_private": address,
        "url_private_download": address,
    }
