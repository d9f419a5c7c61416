"""The page on which a person lets the app in, and the app's way out again.

https://docs.slack.dev/authentication/installing-with-oauth#asking
"""

from __future__ import annotations

import html
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.workbench import events
from bot.workbench.bench import Bench
from bot.workbench.messages import Json

_PAGE = """<!doctype html><meta charset="utf-8"><title>Allow {app}?</title>
<h1>{app} is asking for access to {team}</h1><ul>{scopes}</ul>
<form method="post"><button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Cancel</button></form>
"""


async def ask(bench: Bench, request: web.Request) -> web.Response:
    """Show what the app asks for."""
    if wrong := _wrong(bench, request):
        return web.Response(status=400, text=wrong)
    scopes = "".join(f"<li>{html.escape(each)}</li>" for each in _scopes(request))
    named = {"app": html.escape(bench.config.bot.name), "team": html.escape(bench.config.team_name)}
    return web.Response(text=_PAGE.format(scopes=scopes, **named), content_type="text/html")


async def answer(bench: Bench, request: web.Request) -> web.Response:
    """Send the person back to the app, with a code or with access_denied."""
    if wrong := _wrong(bench, request):
        return web.Response(status=400, text=wrong)
    said = {"state": request.query.get("state", "")}
    if (await request.post()).get("answer") == "allow":
        said["code"] = bench.grants.allow(_scopes(request), request.query.get("redirect_uri", ""))
    else:
        said["error"] = "access_denied"
    return web.Response(status=302, headers={"Location": f"{_redirect(bench, request)}?{urlencode(said)}"})


async def uninstall(bench: Bench, _: Json) -> Json:
    """Remove the app: its tokens end, and it is told twice, as Slack does."""
    bench.grants.revoke_all()
    events.tell(bench, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bench.config.bot.id]}})
    events.tell(bench, {"type": "app_uninstalled"})
    return {"ok": True}


def _wrong(bench: Bench, request: web.Request) -> str:
    config = bench.config
    if request.query.get("client_id") != config.client_id:
        return "invalid_client_id"
    if not _scopes(request) or not set(_scopes(request)) <= set(config.scopes):
        return "invalid_scope"
    redirect = _redirect(bench, request)
    return "" if redirect and redirect == config.redirect_url else "bad_redirect_uri"


def _scopes(request: web.Request) -> tuple[str, ...]:
    return tuple(each for each in request.query.get("scope", "").split(",") if each)


def _redirect(bench: Bench, request: web.Request) -> str:
    wanted = request.query.get("redirect_uri") or bench.config.redirect_url or ""
    return wanted if urlsplit(wanted).scheme in {"http", "https"} else ""
