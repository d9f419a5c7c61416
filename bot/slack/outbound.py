"""The one door out: everything sent to Slack is checked, safe and sent once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import MessageRefused, Refused
from bot.slack.block_limits import problems
from bot.slack.blocks import Message
from bot.slack.clients import Clients, slack_errors
from bot.slack.rich import Json
from bot.store import Outbox

logger = logging.getLogger(__name__)
EVENT_TYPE = "concurrency_reply"
_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_CANNOT_EDIT = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_PLAIN: dict[str, Any] = {"link_names": False, "parse": "none"}
_SAFE: dict[str, Any] = {**_PLAIN, "unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said."""

    team: str
    channel: str
    thread_ts: str

    @property
    def thread(self) -> str:
        """Return the name of the thread."""
        return f"{self.team}:{self.channel}:{self.thread_ts}"


class Outbound:
    """Sends messages. `strict` raises MessageRefused where else the blocks are left out.

    Every method raises Refused, OutOfReach, or UsageError when a stored token cannot be opened.
    """

    def __init__(self, clients: Clients, outbox: Outbox, *, strict: bool = False) -> None:
        self.clients, self.outbox, self.strict = clients, outbox, strict

    async def post(self, message: Message, place: Place, event_id: str, question: str = "") -> str:
        """Post once for this event and return the message's ts.

        The answer to a press on `question` replaces the answer to an earlier press on it, as long as
        that is the last thing we said in the thread.
        """
        client = await self.clients.of(place.team)
        before = await self.outbox.claim(event_id, place.channel, thread=place.thread, question=question)
        async with slack_errors():
            if before == "":  # an earlier try broke off: did it arrive?
                before = await self._find(client, place, event_id)
            ts = before or await self._again(client, message, place, question)
            ts = ts or await self._post(client, message, place, event_id)
        await self.outbox.sent(event_id, ts)
        return ts

    async def respond(self, message: Message, response_url: str, event_id: str) -> None:
        """Answer a command or a press so that only its sender sees it, once for this event."""
        if await self.outbox.claim(event_id, "response_url"):
            return
        hook = AsyncWebhookClient(response_url, session=self.clients.own.session, timeout=10)
        body: Json = {"response_type": "ephemeral", "replace_original": False, "text": message.text}
        body |= {"unfurl_links": False, "unfurl_media": False}
        async with slack_errors():
            done = await hook.send_dict(body | self._blocks(message.blocks))
            if done.status_code >= 400 and message.blocks:
                logger.error("Slack refused a response (%s); sent as plain text", done.status_code)
                done = await hook.send_dict(body)
        if done.status_code >= 400:
            raise Refused(f"Slack said {done.status_code} to a response")
        await self.outbox.sent(event_id, "response_url")

    async def whisper(self, text: str, place: Place, user: str) -> None:
        """Tell one person something in a thread; `text` must be safe already."""
        client = await self.clients.of(place.team)
        async with slack_errors():
            await client.chat_postEphemeral(
                channel=place.channel, user=user, text=text, thread_ts=place.thread_ts, **_PLAIN
            )

    async def redraw(self, message: Message, place: Place, ts: str) -> None:
        """Draw one of our messages again; left as it is when its blocks are faulty."""
        client = await self.clients.of(place.team)
        async with slack_errors():
            if blocks := self._blocks(message.blocks):
                await client.chat_update(channel=place.channel, ts=ts, text=message.text, **_PLAIN, **blocks)

    async def publish_home(self, team: str, user: str, blocks: Sequence[Json]) -> None:
        """Show a person's Home tab."""
        self._checked(blocks, "home")
        client = await self.clients.of(team)
        async with slack_errors():
            await client.views_publish(user_id=user, view={"type": "home", "blocks": list(blocks)})

    async def _again(
        self, client: AsyncWebClient, message: Message, place: Place, question: str
    ) -> str | None:
        """Put the message in the place of the one that answered the same question, if that still stands."""
        earlier = await self.outbox.last_word(place.thread, question) if question else None
        if earlier is None:
            return None
        call = {"channel": place.channel, "ts": earlier, "text": message.text, **_PLAIN}
        try:
            # An empty list takes the old blocks away; without the argument Slack keeps them.
            await client.chat_update(**call, **({"blocks": []} | self._blocks(message.blocks)))
        except SlackApiError as error:
            if error.response.get("error") in _CANNOT_EDIT:
                return None
            self._only_bad_blocks(error)
            await client.chat_update(**call, blocks=[])
        return earlier

    async def _post(self, client: AsyncWebClient, message: Message, place: Place, event_id: str) -> str:
        kept = {"event_type": EVENT_TYPE, "event_payload": {"event_id": event_id}}
        call = {"channel": place.channel, "thread_ts": place.thread_ts, "text": message.text, **_SAFE}
        try:
            done = await client.chat_postMessage(**call, metadata=kept, **self._blocks(message.blocks))
        except SlackApiError as error:
            self._only_bad_blocks(error)
            done = await client.chat_postMessage(**call, metadata=kept)
        return str(done["ts"])

    def _only_bad_blocks(self, error: SlackApiError) -> None:
        """Let the message go out as plain text when its blocks are all that is wrong; else raise."""
        code = error.response.get("error")
        if code not in _BAD_BLOCKS or self.strict:
            raise error
        logger.error("Slack refused the blocks (%s); sent as plain text", code)

    async def _find(self, client: AsyncWebClient, place: Place, event_id: str) -> str | None:
        try:
            page = await client.conversations_replies(
                channel=place.channel, ts=place.thread_ts, limit=200, include_all_metadata=True
            )
        except SlackApiError as error:  # without the scope we cannot tell: better twice than never
            logger.warning("cannot look for an earlier answer: %s", error.response.get("error"))
            return None
        messages: list[Json] = page.get("messages", [])
        for each in messages:
            if (each.get("metadata") or {}).get("event_payload", {}).get("event_id") == event_id:
                return str(each["ts"])
        return None

    def _blocks(self, blocks: Sequence[Json]) -> dict[str, Any]:
        return {"blocks": list(blocks)} if blocks and self._checked(blocks, "message") else {}

    def _checked(self, blocks: Sequence[Json], surface: str) -> bool:
        if not (wrong := problems(blocks, surface)):
            return True
        if self.strict:
            raise MessageRefused("; ".join(wrong))
        logger.error("blocks left out, Slack would refuse them: %s", "; ".join(wrong[:5]))
        return False
