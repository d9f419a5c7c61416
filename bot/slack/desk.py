"""The front desk: takes an event once and puts it in the inbox. The listeners know nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import OutOfReach
from bot.inbox_event import InboxEvent
from bot.reading import clean, mask_secrets
from bot.slack.inbound import files_of, plain
from bot.slack.redraw import Redraw
from bot.store import Store
from bot.work import Inbox


class Desk:
    """Where listeners hand things in."""

    def __init__(self, store: Store, inbox: Inbox, redraw: Redraw) -> None:
        self.store, self.inbox, self.redraw = store, inbox, redraw

    async def accept(self, event: InboxEvent) -> None:
        """Queue an event unless any replica took it before. Raises OutOfReach; then Slack tries again."""
        if not await self.store.seen.first_time(event.key):
            return
        try:
            await self.inbox.add(_masked(event))  # the queue may be kept on disk
        except OutOfReach:
            await self.store.seen.forget(event.key)
            raise

    async def accept_message(
        self, event: Mapping[str, Any], team: str, bot_user: str | None, *, shared: bool
    ) -> None:
        """Queue what a person wrote; a mention in a thread comes as two events with one ts.

        `shared` says that other organisations read along: no conversation begins there.
        """
        channel, ts = event["channel"], event["ts"]
        if not shared:
            await self.store.cases.open(team, channel, event.get("thread_ts") or ts)
        await self.accept(
            InboxEvent(
                kind="say",
                key=f"message:{channel}:{ts}",
                team=team,
                channel=channel,
                thread_ts=event.get("thread_ts") or ts,
                user=event.get("user", ""),
                text=plain(event.get("text") or "", bot_user),
                message_ts=ts,
                files=files_of(event),
                shared=shared,
            )
        )

    async def is_ours(self, channel: str, thread_ts: str) -> bool:
        """Tell whether this thread is a conversation with the bot."""
        return await self.store.cases.is_ours(channel, thread_ts)


def _masked(event: InboxEvent) -> InboxEvent:
    """Return the event without secrets in what a person wrote."""
    text, secrets = mask_secrets(event.text)
    cleaned, more = mask_secrets(clean(event.text))
    if more > secrets:  # one stood behind entities or colours; else what was written stays as it is
        text, secrets = cleaned, more
    files = tuple(replace(file, name=mask_secrets(file.name)[0]) for file in event.files)
    return replace(event, text=text, secrets=secrets, files=files)


def from_a_person(event: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote this just now: no bot, no edit, no deletion, no join."""
    by_bot = event.get("bot_id") or not event.get("user")
    return (
        not by_bot
        and not event.get("edited")
        and event.get("subtype") in {None, "file_share", "thread_broadcast"}
    )
