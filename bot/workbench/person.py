"""What the person does: writes, runs a command, presses, fills in, opens the bot's home."""

from __future__ import annotations

import uuid
from typing import Any

from bot.workbench import commands, events, files, interactions, views
from bot.workbench.bench import Bench
from bot.workbench.config import Channel, User
from bot.workbench.messages import Json, Message
from bot.workbench.posting import post
from bot.workbench.store import View
from bot.workbench.typed_text import as_slack_sends


class Impossible(Exception):  # noqa: N818 - the page shows its message as the error
    """Something that a person cannot do here; the message is the error code."""


async def say(bench: Bench, asked: Json) -> Json:
    """Write a message: {"channel", "text", "thread_ts"?, "user"?, "files"?}."""
    channel, person = _channel(bench, asked), _person(bench, asked)
    text = as_slack_sends(_string(asked, "text"), bench.store.users().values())
    sent: Any = asked.get("files") or []
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise Impossible("invalid_files")
    if not text.strip() and not sent:
        raise Impossible("no_text")
    thread = _string(asked, "thread_ts") or None
    if thread and bench.store.message(channel.id, thread) is None:
        raise Impossible("thread_not_found")
    attached = files.attach(bench, sent)
    message = Message(channel.id, bench.store.next_ts(), person.id, text, thread_ts=thread, files=attached)
    await post(bench, message)
    _tell(bench, channel, message)
    return {"ok": True, "ts": message.ts}


async def command(bench: Bench, asked: Json) -> Json:
    """Run a slash command: {"channel", "command", "text"}."""
    channel, person, name = _channel(bench, asked), _person(bench, asked), _string(asked, "command")
    if name not in {each.command for each in bench.config.commands}:
        raise Impossible("unknown_command")
    bench.background.spawn(commands.run(bench, name, _string(asked, "text"), channel, person))
    return {"ok": True}


async def press(bench: Bench, asked: Json) -> Json:
    """Press on an element: {"channel", "message_ts", "block_id", "action_id", "element", "selected_option"?}.

    `message_ts` may be a view_id, for a press inside a view.
    """
    place = _place(bench, asked)
    if not asked.get("block_id") or not asked.get("action_id"):
        raise Impossible("missing_action")
    bench.background.spawn(interactions.press(bench, place, asked, _person(bench, asked)))
    return {"ok": True}


async def submit(bench: Bench, asked: Json) -> Json:
    """Send a modal: {"view_id", "values"}; answers with `errors` when the app refuses what was filled in."""
    view = bench.store.views.get(_string(asked, "view_id"))
    if view is None:
        raise Impossible("view_not_found")
    values: Any = asked.get("values") or {}
    if not isinstance(values, dict):
        raise Impossible("invalid_values")
    return await views.submit(bench, view, values, _person(bench, asked))


async def open_home(bench: Bench, asked: Json) -> Json:
    """Open the bot's home: {"tab": "home" or "messages"}."""
    person, tab = _person(bench, asked), _string(asked, "tab") or "home"
    channel = bench.store.channel(person.id)
    if tab not in {"home", "messages"} or channel is None:
        raise Impossible("no_such_tab")
    ts = bench.store.next_ts()
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": ts,
    }
    if tab == "home" and (shown := bench.store.home.get(person.id)):
        event["view"] = shown.body
    events.tell(bench, event)
    return {"ok": True}


def _tell(bench: Bench, channel: Channel, message: Message) -> None:
    event = events.message_event(bench, message) | {"client_msg_id": str(uuid.uuid4())}
    if message.thread_ts and (root := bench.store.message(channel.id, message.thread_ts)):
        event["parent_user_id"] = root.user
    events.tell(bench, event)
    if not channel.is_im and f"<@{bench.config.bot.id}>" in message.text:
        # A mention has neither of these, also when files came with it.
        without = {k: v for k, v in event.items() if k not in {"channel_type", "subtype"}}
        events.tell(bench, without | {"type": "app_mention"})


def _string(asked: Json, name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""


def _channel(bench: Bench, asked: Json) -> Channel:
    channel = bench.store.channel(_string(asked, "channel"))
    if channel is None:
        raise Impossible("channel_not_found")
    return channel


def _person(bench: Bench, asked: Json) -> User:
    wanted = _string(asked, "user") or bench.config.me.id
    user = bench.store.users().get(wanted)
    if user is None or user == bench.config.bot:
        raise Impossible("user_not_found")
    return user


def _place(bench: Bench, asked: Json) -> Message | View:
    ts = _string(asked, "message_ts")
    place = bench.store.message(_string(asked, "channel"), ts) or bench.store.views.get(ts)
    if place is None:
        raise Impossible("message_not_found")
    return place
