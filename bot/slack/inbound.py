"""What arrives from Slack, made plain: text without markup, and the short commands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.inbox_event import AttachedFile

Verb = Literal["help", "status", "limit", "run", "back", "start_over", "say"]
_LINK = re.compile(r"<((?:https?://|mailto:)[^|>]*)(?:\|[^>]*)?>")
_NAMED = re.compile(r"<([#@!])([^|>]*)(?:\|([^>]*))?>")
_ONE_WORD: Mapping[str, Verb] = {
    "": "help",
    "help": "help",
    "status": "status",
    "doctor": "status",
    "back": "back",
    "start over": "start_over",
    "limit": "limit",
    "run": "run",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted, and of what."""

    verb: Verb
    about: str = ""


def request_of(text: str) -> Request:
    """Read a short command; anything else is free text."""
    bare = text.strip()
    if verb := _ONE_WORD.get(bare.lower().rstrip(".!?")):
        return Request(verb)
    words = bare.split()
    # Two words and no more: "limit db-write is stuck" is a complaint, not a command.
    about = words[1].strip("`'\"") if len(words) == 2 else ""
    if about and words[0].lower() == "limit":
        return Request("limit", about)
    if about and words[0].lower() == "run":
        return Request("run", about)
    return Request("say", bare)


def plain(text: str, bot_user: str | None = None) -> str:
    """Undo Slack's markup: links become their address, entities become characters, our name goes."""
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>", " ", text)
    text = _LINK.sub(r"\1", text)
    text = _NAMED.sub(lambda m: ("#" if m[1] == "#" else "@") + (m[3] or m[2]), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def files_of(event: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
    """Return the files that came with a message."""
    return tuple(
        AttachedFile(
            name=str(each.get("name") or each.get("title") or "file"),
            kind=str(each.get("mimetype") or ""),
            size=int(each.get("size") or 0),
            url=str(each.get("url_private") or ""),
        )
        for each in event.get("files") or ()
    )


def shared_outside(body: Mapping[str, Any]) -> bool:
    """Tell whether this event happened where other organisations read along (Slack Connect)."""
    return bool(body.get("is_ext_shared_channel"))
