"""The Web API under /api/: who may call, what fails on demand, and the answer's envelope."""

from __future__ import annotations

import base64

from aiohttp import web

from bot.workbench.arguments import Arguments, MethodRefused, read_arguments
from bot.workbench.bench import Bench
from bot.workbench.messages import Json
from bot.workbench.methods import all_methods
from bot.workbench.response_urls import answer
from bot.workbench.tickets import TicketRefused

_METHODS = all_methods()
_WITH_APP_TOKEN = frozenset({"apps.connections.open"})
_WITHOUT_TOKEN = frozenset({"oauth.v2.access", "api.test"})
# What a method needs; the others need none or one of several. https://docs.slack.dev/reference/methods
_NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "users.info": "users:read",
    "conversations.open": "im:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}


async def call(bench: Bench, request: web.Request) -> web.Response:
    """Answer one call of a Web API method."""
    name = request.match_info["method"]
    if bench.faults.limits(name):
        waiting = {"Retry-After": str(bench.faults.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=waiting)
    try:
        arguments = await read_arguments(request)
        scopes = _check_token(bench, name, _token(request, arguments))
        arguments = _with_client(request, arguments)
        done = await _method(bench, name, arguments)
    except MethodRefused as refused:
        return web.json_response({"ok": False, "error": refused.code, **refused.also})
    return web.json_response({"ok": True, **done}, headers={"X-OAuth-Scopes": ",".join(scopes)})


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


def _with_client(request: web.Request, arguments: Arguments) -> Arguments:
    """Read client id and secret where the SDK writes them: in the Basic authorization."""
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return arguments
    try:
        name, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
    except ValueError as error:
        raise MethodRefused("invalid_client_id") from error
    return Arguments({**arguments.given, "client_id": name, "client_secret": password})


def _check_token(bench: Bench, name: str, token: str) -> tuple[str, ...]:
    """Return what the token may do. Raises MethodRefused."""
    if name in _WITHOUT_TOKEN:
        return ()
    if not token:
        raise MethodRefused("not_authed")
    config, scopes = bench.config, bench.scopes_of(token)
    if token == config.app_token:
        scopes = ("connections:write",)
    if scopes is None:
        raise MethodRefused("token_revoked" if token in bench.grants.tokens else "invalid_auth")
    if (token == config.app_token) != (name in _WITH_APP_TOKEN):
        raise MethodRefused("not_allowed_token_type")
    if (needed := _NEEDS.get(name)) and needed not in scopes:
        raise MethodRefused("missing_scope", needed=needed, provided=",".join(scopes))
    return scopes
