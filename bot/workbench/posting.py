"""Putting messages into channels, changing them and taking them away, where every page sees it."""

from __future__ import annotations

from dataclasses import replace

from bot.slack.block_limits import problems
from bot.workbench import events
from bot.workbench.bench import Bench
from bot.workbench.messages import Json, Message, Reaction, with_block_ids

TEXT_MOST = 40_000


async def post(bench: Bench, message: Message) -> Message:
    """Put a new message into its channel and tell everybody."""
    message = replace(message, blocks=with_block_ids(list(message.blocks), message.ts))
    bench.store.put(message)
    if message.thread_ts and message.by_bot:
        await set_status(bench, message.channel, message.thread_ts, "")
    await bench.live.message(message)
    if message.by_bot:
        events.echo(bench, message)
    return message


async def change(bench: Bench, message: Message) -> None:
    """Replace a message by its new state."""
    bench.store.put(message)
    await bench.live.changed(message)


async def edit(bench: Bench, message: Message, text: str, blocks: list[Json]) -> Message:
    """Give a message new words."""
    ts = bench.store.next_ts()
    edited = replace(message, text=text, blocks=with_block_ids(blocks, ts), edited_at=ts)
    await change(bench, edited)
    return edited


async def remove(bench: Bench, channel: str, ts: str) -> bool:
    """Take a message away; false when there is none."""
    gone = bench.store.drop(channel, ts)
    if gone:
        await bench.live.send({"type": "message_deleted", "channel": channel, "ts": ts})
    return gone


async def set_status(bench: Bench, channel: str, thread_ts: str, status: str) -> None:
    """Show what the bot is doing in a thread; an empty status shows nothing."""
    if not status and (channel, thread_ts) not in bench.store.statuses:
        return
    bench.store.statuses[channel, thread_ts] = status
    if not status:
        del bench.store.statuses[channel, thread_ts]
    await bench.live.send({"type": "status", "channel": channel, "thread_ts": thread_ts, "status": status})


def with_reaction(message: Message, name: str, user: str) -> Message | None:
    """Return the message with this reaction, or None when this user has already put it."""
    before = next((each for each in message.reactions if each.name == name), Reaction(name, ()))
    if user in before.users:
        return None
    after = Reaction(name, (*before.users, user))
    rest = tuple(each for each in message.reactions if each.name != name)
    return replace(message, reactions=(*rest, after))


def without_reaction(message: Message, name: str, user: str) -> Message | None:
    """Return the message without this reaction, or None when this user has not put it."""
    before = next((each for each in message.reactions if each.name == name), Reaction(name, ()))
    if user not in before.users:
        return None
    left = Reaction(name, tuple(each for each in before.users if each != user))
    rest = tuple(each for each in message.reactions if each.name != name)
    return replace(message, reactions=(*rest, left) if left.users else rest)


async def post_answer(bench: Bench, said: Json, where: Message) -> str | None:
    """Post what the bot said in an ack or to a response_url; returns Slack's error code, or None.

    `where` gives channel, thread and author; it is ephemeral unless the bot said in_channel.
    """
    text, blocks = str(said.get("text") or ""), said.get("blocks") or []
    if error := answer_error(text, blocks):
        return error
    seen_by = None if said.get("response_type") == "in_channel" else where.ephemeral_to
    await post(bench, replace(where, text=text, blocks=tuple(blocks), ephemeral_to=seen_by))
    return None


def answer_error(text: str, blocks: object) -> str | None:
    """Return why Slack would refuse this answer, or None."""
    if not text and not blocks:
        return "no_text"
    if len(text) > TEXT_MOST:
        return "msg_too_long"
    found = problems(blocks)
    return f"invalid_blocks: {'; '.join(found)}" if found else None
