"""auth, users, conversations and apps: who and what there is."""

from __future__ import annotations

from bot.workbench.arguments import Arguments, MethodRefused
from bot.workbench.bench import Bench
from bot.workbench.config import BOT_PROFILE_ID, Channel
from bot.workbench.messages import Json, for_api


async def auth_test(bench: Bench, _: Arguments) -> Json:
    """auth.test."""
    config = bench.config
    return {
        "url": f"{bench.line.base_url}/",
        "team": config.team_name,
        "user": config.bot.name,
        "team_id": config.team_id,
        "user_id": config.bot.id,
        "bot_id": BOT_PROFILE_ID,
        "is_enterprise_install": False,
    }


async def connections_open(bench: Bench, _: Arguments) -> Json:
    """apps.connections.open."""
    address = bench.line.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={bench.tickets.new_link()}"}


async def users_info(bench: Bench, given: Arguments) -> Json:
    """users.info."""
    user = bench.store.users().get(given.needed("user", "user_not_found"))
    if user is None:
        raise MethodRefused("user_not_found")
    profile = {"display_name": user.name, "real_name": user.name.title()}
    own = {"id": user.id, "name": user.name, "team_id": user.team or bench.config.team_id, "deleted": False}
    own |= {"is_restricted": user.guest, "is_ultra_restricted": False}
    return {"user": own | {"profile": profile, "is_bot": user == bench.config.bot, "tz": "Etc/UTC"}}


async def conversations_info(bench: Bench, given: Arguments) -> Json:
    """conversations.info."""
    return {"channel": _shown(given.channel(bench.store))}


async def conversations_open(bench: Bench, given: Arguments) -> Json:
    """conversations.open: the direct conversation with a person."""
    if given.text("channel"):
        return {"channel": _shown(given.channel(bench.store))}
    people = given.needed("users", "users_list_not_supplied").split(",")
    if people[0] not in bench.store.users():
        raise MethodRefused("user_not_found")
    channel = bench.store.channel(people[0]) if len(people) == 1 else None
    if channel is None:
        raise MethodRefused("method_not_supported_for_channel_type")
    return {"channel": _shown(channel)}


async def conversations_history(bench: Bench, given: Arguments) -> Json:
    """conversations.history: newest first, `limit`, `oldest` and `latest` understood."""
    found = bench.store.history(given.channel(bench.store).id)
    oldest, latest = given.text("oldest", "0"), given.text("latest", "9" * 10)
    strict = given.text("inclusive").lower() not in {"1", "true"}
    within = [m for m in found if oldest <= m.ts <= latest and not (strict and m.ts in {oldest, latest})]
    limit = given.number("limit", 100)
    return {"messages": [for_api(m) for m in within[:limit]], "has_more": len(within) > limit}


async def conversations_replies(bench: Bench, given: Arguments) -> Json:
    """conversations.replies: the root, then its replies."""
    root = given.message(bench.store, "ts", "thread_not_found")
    found = bench.store.thread(root.channel, root.thread_ts or root.ts)
    limit = given.number("limit", 1000)
    return {"messages": [for_api(m) for m in found[:limit]], "has_more": len(found) > limit}


def _shown(channel: Channel) -> Json:
    if channel.is_im:
        return {"id": channel.id, "is_im": True, "is_channel": False, "user": channel.person}
    return {"id": channel.id, "name": channel.name, "is_im": False, "is_channel": True, "is_member": True}


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "users.info": users_info,
    "conversations.info": conversations_info,
    "conversations.open": conversations_open,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
}
