"""What a Web API method is given, and how it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.slack.block_limits import problems
from bot.workbench.config import Channel
from bot.workbench.messages import Json, Message
from bot.workbench.store import Store


class MethodRefused(Exception):  # noqa: N818 - Slack's answer, not a mistake of ours
    """A method says no; `code` is Slack's error code and `also` goes into the answer."""

    def __init__(self, code: str, **also: Any) -> None:
        self.code, self.also = code, also
        super().__init__(code)


@dataclass(frozen=True)
class Arguments:
    """The arguments of one call, from JSON, from a form or from the query."""

    given: Json = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a string argument."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def needed(self, name: str, code: str = "invalid_arguments") -> str:
        """Return a string argument that must be there. Raises MethodRefused."""
        if not (value := self.text(name)):
            messages = [f"[ERROR] missing required field: {name}"]
            raise MethodRefused(code, response_metadata={"messages": messages})
        return value

    def structure(self, name: str, code: str = "invalid_arguments") -> Any:
        """Return a JSON argument, which a form carries as a string. Raises MethodRefused."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError as error:
            raise MethodRefused(code) from error

    def number(self, name: str, default: int) -> int:
        """Return a whole number. Raises MethodRefused."""
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise MethodRefused("invalid_arguments") from error

    def blocks(self) -> list[Json]:
        """Return blocks that Slack would accept. Raises MethodRefused."""
        blocks = self.structure("blocks", "invalid_blocks_format")
        refuse_if("invalid_blocks", problems(blocks if blocks is not None else []))
        return list(blocks or [])

    def channel(self, store: Store, name: str = "channel") -> Channel:
        """Return the channel that is meant. Raises MethodRefused."""
        channel = store.channel(self.needed(name, "channel_not_found"))
        if channel is None:
            raise MethodRefused("channel_not_found")
        return channel

    def message(self, store: Store, ts: str = "ts", code: str = "message_not_found") -> Message:
        """Return the message that is meant; an ephemeral one cannot be. Raises MethodRefused."""
        found = store.message(self.channel(store).id, self.needed(ts, code))
        if found is None or found.ephemeral_to:
            raise MethodRefused(code)
        return found


def refuse_if(code: str, found: list[str]) -> None:
    """Refuse when there are problems, naming each as Slack does. Raises MethodRefused."""
    if found:
        pairs = [each.partition(": ") for each in found]
        messages = [f"[ERROR] {why} [json-pointer:{at}]" for at, _, why in pairs]
        raise MethodRefused(code, response_metadata={"messages": messages}, errors=messages)


async def read_arguments(request: web.Request) -> Arguments:
    """Read a call's arguments. Raises MethodRefused for JSON that is none."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            sent = await request.json()
        except json.JSONDecodeError as error:
            raise MethodRefused("invalid_json") from error
        if not isinstance(sent, dict):
            raise MethodRefused("json_not_object")
        given |= sent
    elif request.can_read_body:
        given |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return Arguments(given)
