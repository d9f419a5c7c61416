"""chat.*: what the bot says.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

from bot.workbench import posting
from bot.workbench.arguments import Arguments, MethodRefused
from bot.workbench.bench import Bench
from bot.workbench.config import Channel
from bot.workbench.messages import Json, Message, for_api

UPDATE_TEXT_MOST = 4_000


async def post_message(bench: Bench, given: Arguments) -> Json:
    """chat.postMessage."""
    message = _new(bench, given, given.channel(bench.store))
    posted = await posting.post(bench, message)
    return {"channel": posted.channel, "ts": posted.ts, "message": for_api(posted)}


async def post_ephemeral(bench: Bench, given: Arguments) -> Json:
    """chat.postEphemeral."""
    channel, person = given.channel(bench.store), given.needed("user", "user_not_in_channel")
    if person not in bench.store.users():
        raise MethodRefused("user_not_in_channel")
    posted = await posting.post(bench, _new(bench, given, channel, person))
    return {"message_ts": posted.ts}


async def update(bench: Bench, given: Arguments) -> Json:
    """chat.update."""
    message = _own(bench, given, "cant_update_message")
    text, blocks = _words(given, UPDATE_TEXT_MOST)
    if given.structure("blocks") is None and not given.text("text"):
        raise MethodRefused("no_text")
    edited = await posting.edit(bench, message, text, blocks)
    return {"channel": edited.channel, "ts": edited.ts, "text": edited.text, "message": for_api(edited)}


async def delete(bench: Bench, given: Arguments) -> Json:
    """chat.delete."""
    message = _own(bench, given, "cant_delete_message")
    await posting.remove(bench, message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts}


def _own(bench: Bench, given: Arguments, code: str) -> Message:
    message = given.message(bench.store)
    if not message.by_bot:
        raise MethodRefused(code)
    return message


def _words(given: Arguments, most: int) -> tuple[str, list[Json]]:
    text, blocks = given.text("text"), given.blocks()
    if not text and not blocks:
        raise MethodRefused("no_text")
    if len(text) > most:
        raise MethodRefused("msg_too_long")
    return text, blocks


def _new(bench: Bench, given: Arguments, channel: Channel, person: str | None = None) -> Message:
    text, blocks = _words(given, posting.TEXT_MOST)
    metadata = given.structure("metadata", "invalid_metadata_format")
    if metadata is not None and not (
        isinstance(metadata, dict) and {"event_type", "event_payload"} <= set(metadata)
    ):
        raise MethodRefused("invalid_metadata_schema")
    return Message(
        channel.id,
        bench.store.next_ts(),
        bench.config.bot.id,
        text,
        blocks=tuple(blocks),
        thread_ts=_root(bench, channel, given.text("thread_ts")),
        ephemeral_to=person,
        by_bot=True,
        metadata=metadata,
    )


def _root(bench: Bench, channel: Channel, thread_ts: str) -> str | None:
    if not thread_ts:
        return None
    root = bench.store.message(channel.id, thread_ts)
    if root is None:
        raise MethodRefused("thread_not_found")
    return root.thread_ts or root.ts


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
