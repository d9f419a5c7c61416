"""The Web API under /api/: who may call, what fails on demand, and the answer's envelope."""

from __future__ import annotations

from aiohttp import web

from bot.workbench.arguments import Arguments, MethodRefused, read_arguments
from bot.workbench.bench import Bench
from bot.workbench.config import WorkbenchConfig
from bot.workbench.messages import Json
from bot.workbench.methods import all_methods
from bot.workbench.response_urls import answer
from bot.workbench.tickets import TicketRefused

_METHODS = all_methods()
_WITH_APP_TOKEN = frozenset({"apps.connections.open"})
_SCOPES = (
    "app_mentions:read,assistant:write,channels:history,chat:write,commands,"
    "im:history,im:read,im:write,reactions:write,users:read"
)


async def call(bench: Bench, request: web.Request) -> web.Response:
    """Answer one call of a Web API method."""
    name = request.match_info["method"]
    if bench.faults.limits(name):
        waiting = {"Retry-After": str(bench.faults.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=waiting)
    try:
        arguments = await read_arguments(request)
        _check_token(bench.config, name, _token(request, arguments))
        done = await _method(bench, name, arguments)
    except MethodRefused as refused:
        return web.json_response({"ok": False, "error": refused.code, **refused.also})
    return web.json_response({"ok": True, **done}, headers={"X-OAuth-Scopes": _SCOPES})


async def answer_response_url(bench: Bench, request: web.Request) -> web.Response:
    """Take what the bot says to a response_url."""
    try:
        arguments = await read_arguments(request)
        error = await answer(bench, request.match_info["secret"], arguments.given)
    except TicketRefused as refused:
        return web.json_response({"ok": False, "error": str(refused)}, status=404)
    except MethodRefused as refused:
        error = refused.code
    if error:
        return web.json_response({"ok": False, "error": error}, status=400)
    return web.Response(text="ok")


async def _method(bench: Bench, name: str, arguments: Arguments) -> Json:
    if name not in _METHODS:
        raise MethodRefused("unknown_method", req_method=name)
    return await _METHODS[name](bench, arguments)


def _token(request: web.Request, arguments: Arguments) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else arguments.text("token")


def _check_token(config: WorkbenchConfig, name: str, token: str) -> None:
    if not token:
        raise MethodRefused("not_authed")
    if token not in {config.bot_token, config.app_token}:
        raise MethodRefused("invalid_auth")
    if (token == config.app_token) != (name in _WITH_APP_TOKEN):
        raise MethodRefused("not_allowed_token_type")
