"""The one door out: everything sent to Slack is checked, safe and sent once."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import MessageRefused, OutOfReach, Refused
from bot.slack.block_limits import problems
from bot.slack.blocks import Message
from bot.slack.rich import Json
from bot.store.events import Outbox

logger = logging.getLogger(__name__)
EVENT_TYPE = "concurrency_reply"
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_SAFE: dict[str, Any] = {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}


def new_session() -> aiohttp.ClientSession:
    """Return the session that every call shares; without one the SDK opens a connection for each."""
    return aiohttp.ClientSession(timeout=_TIMEOUT)


def new_client(token: str, base_url: str, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """Return a Web API client that waits out Slack's rate limit twice at most."""
    handlers: list[AsyncRetryHandler] = [
        AsyncConnectionErrorRetryHandler(max_retry_count=1),
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(
        token=token, base_url=base_url, session=session, timeout=10, retry_handlers=handlers
    )


@asynccontextmanager
async def slack_errors() -> AsyncIterator[None]:
    """Turn Slack's errors into ours: Refused with Slack's own word for it, or OutOfReach."""
    try:
        yield
    except SlackApiError as error:
        raise Refused(f"Slack said {error.response.get('error', 'no')}") from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutOfReach(f"Slack cannot be reached ({type(error).__name__})") from error


class Outbound:
    """Sends messages. `strict` raises MessageRefused where else the blocks are left out."""

    def __init__(self, client: AsyncWebClient, outbox: Outbox, *, strict: bool = False) -> None:
        self.client, self.outbox, self.strict = client, outbox, strict

    async def post(self, message: Message, channel: str, thread_ts: str | None, event_id: str) -> str:
        """Post once for this event and return the message's ts. Raises Refused or OutOfReach."""
        async with slack_errors():
            before = await self.outbox.claim(event_id, channel)
            if before == "":  # an earlier try broke off: did it arrive?
                before = await self._find(channel, thread_ts, event_id)
                if before:
                    await self.outbox.sent(event_id, before)
            if before:
                return before
            ts = await self._post(message, channel, thread_ts, event_id)
            await self.outbox.sent(event_id, ts)
            return ts

    async def respond(self, message: Message, response_url: str, event_id: str) -> None:
        """Answer a command or a press so that only its sender sees it, once for this event."""
        if await self.outbox.claim(event_id, "response_url"):
            return
        hook = AsyncWebhookClient(response_url, session=self.client.session, timeout=10)
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

    async def whisper(self, text: str, channel: str, user: str, thread_ts: str) -> None:
        """Tell one person something in a thread; `text` must be safe already."""
        async with slack_errors():
            await self.client.chat_postEphemeral(
                channel=channel, user=user, text=text, thread_ts=thread_ts, link_names=False, parse="none"
            )

    async def publish_home(self, user: str, blocks: Sequence[Json]) -> None:
        """Show a person's Home tab."""
        self._checked(blocks, "home")
        async with slack_errors():
            await self.client.views_publish(user_id=user, view={"type": "home", "blocks": list(blocks)})

    async def _post(self, message: Message, channel: str, thread_ts: str | None, event_id: str) -> str:
        kept = {"event_type": EVENT_TYPE, "event_payload": {"event_id": event_id}}
        call: dict[str, Any] = {"channel": channel, "thread_ts": thread_ts, "text": message.text, **_SAFE}
        try:
            done = await self.client.chat_postMessage(**call, metadata=kept, **self._blocks(message.blocks))
        except SlackApiError as error:
            if error.response.get("error") not in _BAD_BLOCKS or self.strict:
                raise
            logger.error("Slack refused the blocks (%s); sent as plain text", error.response.get("error"))
            done = await self.client.chat_postMessage(**call, metadata=kept)
        return str(done["ts"])

    async def _find(self, channel: str, thread_ts: str | None, event_id: str) -> str | None:
        if thread_ts is None:
            return None
        try:
            page = await self.client.conversations_replies(
                channel=channel, ts=thread_ts, limit=200, include_all_metadata=True
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
