"""oauth.v2.access and api.test: the methods that need no token."""

from __future__ import annotations

from bot.workbench.arguments import Arguments, MethodRefused
from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID
from bot.workbench.grants import GrantRefused
from bot.workbench.messages import Json


async def access(bench: Bench, given: Arguments) -> Json:
    """oauth.v2.access: a code, once, for a bot token."""
    config = bench.config
    try:
        bench.grants.check_client(given.text("client_id"), given.text("client_secret"))
        token, grant = bench.grants.exchange(given.text("code"), given.text("redirect_uri"))
    except GrantRefused as refused:
        raise MethodRefused(str(refused)) from refused
    return {
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(grant.scopes),
        "bot_user_id": config.bot.id,
        "app_id": APP_ID,
        "team": {"id": config.team_id, "name": config.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": grant.person},
    }


async def api_test(_: Bench, given: Arguments) -> Json:
    """api.test."""
    if error := given.text("error"):
        raise MethodRefused(error)
    return {}


METHODS = {"oauth.v2.access": access, "api.test": api_test}
