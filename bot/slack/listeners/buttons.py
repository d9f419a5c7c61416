"""Somebody presses an answer, "I don't know", "Back", "Start over", "Show the code" or a thumb."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.inbox_event import InboxEvent, Kind
from bot.slack.blocks import Message
from bot.slack.desk import Desk
from bot.slack.fixes import CODE
from bot.slack.outbound import Place
from bot.slack.question import ANSWER, BACK, FEEDBACK, START_OVER, Press, mark_chosen, read_press

_OURS = re.compile(
    rf"^({ANSWER}\.\w+|{re.escape(BACK)}|{re.escape(START_OVER)}|{CODE}\.\d+|{FEEDBACK})$", re.ASCII
)
_KINDS: dict[str, Kind] = {BACK: "back", START_OVER: "start_over", FEEDBACK: "feedback", CODE: "code"}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for presses."""

    @app.action(_OURS)
    async def pressed(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        press = read_press(action.get("value"))
        if press is not None and (event := _event(press, body, action)) is not None:
            await desk.accept(event)
            message = body.get("message")
            if event.kind == "answer" and message and not event.response_url:
                marked = mark_chosen(message.get("blocks") or [], action["action_id"])
                place = Place(event.team, event.channel, event.thread_ts)
                desk.redraw.later(place, message["ts"], Message(message.get("text") or "", tuple(marked)))
        await ack()


def _event(press: Press, body: dict[str, Any], action: dict[str, Any]) -> InboxEvent | None:
    """Return what was pressed, or None when the case belongs to another place or person."""
    team, channel, thread_ts = (*press.case.split(":"), "", "", "")[:3]
    user = body["user"]["id"]
    container = body.get("container") or {}
    here = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
    private = thread_ts.startswith("command-")
    if channel != here or (private and not thread_ts.startswith(f"command-{user}-")):
        return None
    message_ts = container.get("message_ts") or ""
    return InboxEvent(
        kind=_KINDS.get(action["action_id"]) or _KINDS.get(action["action_id"].partition(".")[0], "answer"),
        key=f"press:{here}:{message_ts}:{user}:{action.get('action_ts', '')}:{action['action_id']}",
        team=team,
        channel=channel,
        thread_ts=thread_ts,
        user=user,
        response_url=(body.get("response_url") or "") if private else "",
        message_ts=message_ts,
        fact=press.fact,
        value=press.value,
    )
