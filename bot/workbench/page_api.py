"""What the web page asks for: the state, the live frames, and everything a person can do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from aiohttp import web

from bot.workbench import authorize, lab_watch, person, socket_mode
from bot.workbench.bench import Bench
from bot.workbench.messages import Json, for_page
from bot.workbench.person import Impossible

PAGE = Path(__file__).parent / "page"
Deed = Callable[[Bench, Json], Awaitable[Json]]


async def order_faults(bench: Bench, asked: Json) -> Json:
    """Order faults; {"disconnect": true} ends the Socket Mode connections as Slack does."""
    wanted = dict(asked)
    if wanted.pop("disconnect", False):
        await socket_mode.ask_to_reconnect(bench)
    if error := bench.faults.order(wanted):
        raise Impossible(error)
    return {"ok": True, "faults": asdict(bench.faults)}


DEEDS: dict[str, Deed] = {
    "messages": person.say,
    "commands": person.command,
    "actions": person.press,
    "views": person.submit,
    "home": person.open_home,
    "faults": order_faults,
    "uninstall": authorize.uninstall,
}


def state(bench: Bench) -> Json:
    """Return all that the page draws when it opens."""
    config, store = bench.config, bench.store
    home = store.home.get(config.me.id)
    return {
        "team": {"name": config.team_name},
        "me": asdict(config.me),
        "bot": asdict(config.bot),
        "users": [asdict(user) for user in store.users().values()],
        "channels": [{"id": c.id, "name": c.name, "is_im": c.is_im} for c in config.channels],
        "messages": [for_page(message) for message in store.messages.values()],
        "commands": [asdict(each) for each in config.commands],
        "connected": bench.line.connected,
        "prompts": store.prompts,
        "home": home.body if home else None,
    }


async def do(bench: Bench, request: web.Request) -> web.Response:
    """Do what a person asks for with a POST of JSON."""
    deed = DEEDS.get(request.match_info["deed"])
    if deed is None:
        return _refused("unknown_deed", 404)
    try:
        asked = await request.json()
        if not isinstance(asked, dict):
            raise Impossible("json_not_object")
        return web.json_response(await deed(bench, asked))
    except json.JSONDecodeError:
        return _refused("invalid_json", 400)
    except Impossible as impossible:
        return _refused(str(impossible), 400)


async def do_in_lab(bench: Bench, request: web.Request) -> web.Response:
    """Break or heal a scenario; answers at once."""
    try:
        done = await lab_watch.begin(bench, request.match_info["name"], request.match_info["verb"])
    except Impossible as impossible:
        return _refused(str(impossible), 404)
    return web.json_response(done)


async def live(bench: Bench, request: web.Request) -> web.WebSocketResponse:
    """Keep a page informed until it goes away."""
    ws = web.WebSocketResponse(heartbeat=30.0)
    await ws.prepare(request)
    bench.live.pages.add(ws)
    try:
        await ws.send_json({"type": "connected", "connected": bench.line.connected})
        async for _ in ws:
            pass  # the page only listens; reading is how its end is noticed
    finally:
        bench.live.pages.discard(ws)
    return ws


async def page_file(request: web.Request) -> web.StreamResponse:
    """Serve a file of the page, never one outside its folder."""
    wanted = (PAGE / request.match_info.get("file", "index.html")).resolve()
    if not wanted.is_relative_to(PAGE) or not wanted.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(wanted, headers={"Cache-Control": "no-store"})


def _refused(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
