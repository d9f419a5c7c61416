"""One message and its two faces: the one the Web API shows and the one the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.workbench.config import APP_ID, BOT_PROFILE_ID

Json = dict[str, Any]


@dataclass(frozen=True)
class Reaction:
    """An emoji under a message and who put it there."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """Something that stands in a channel; `ephemeral_to` names the only person who sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited_at: str | None = None
    by_bot: bool = False
    metadata: Json | None = None
    reactions: tuple[Reaction, ...] = ()
    files: tuple[Json, ...] = ()


def for_api(message: Message) -> Json:
    """Return the message as Slack's Web API and events show it."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.by_bot:
        shown |= {"bot_id": BOT_PROFILE_ID, "app_id": APP_ID}
    if message.blocks:
        shown["blocks"] = list(message.blocks)
    if message.files:
        shown |= {"subtype": "file_share", "files": list(message.files), "upload": True}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited_at:
        shown["edited"] = {"user": message.user, "ts": message.edited_at}
    if message.metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        shown["reactions"] = [
            {"name": each.name, "users": list(each.users), "count": len(each.users)}
            for each in message.reactions
        ]
    return shown


def for_page(message: Message) -> Json:
    """Return the message as the page draws it."""
    return {
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "text": message.text,
        "blocks": list(message.blocks),
        "ephemeral_to": message.ephemeral_to,
        "edited": message.edited_at is not None,
        "files": [{"name": each["name"], "size": each["size"]} for each in message.files],
        "reactions": [{"name": each.name, "users": list(each.users)} for each in message.reactions],
    }


def with_block_ids(blocks: list[Json], ts: str) -> tuple[Json, ...]:
    """Give every block without a block_id one, and every element without an action_id one, as Slack does."""
    return tuple(_named(block, f"{ts[-6:]}{index}") for index, block in enumerate(blocks))


def _named(block: Json, name: str) -> Json:
    named: Json = {"block_id": name, **block}
    if isinstance(elements := block.get("elements"), list) and block["type"] in {
        "actions",
        "context_actions",
    }:
        named["elements"] = [{"action_id": f"{name}.{n}", **each} for n, each in enumerate(elements)]
    if isinstance(children := block.get("child_blocks"), list):
        named["child_blocks"] = [_named(child, f"{name}.{n}") for n, child in enumerate(children)]
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict) and block[key].get("type") != "image":
            named[key] = {"action_id": f"{name}.{key}", **block[key]}
    return named
