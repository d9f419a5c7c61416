"""Presses on blocks: the block_actions payload.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from typing import Any

from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID, User
from bot.workbench.delivery import hand_over
from bot.workbench.messages import Json, Message, for_api
from bot.workbench.parcels import Parcel
from bot.workbench.store import View


async def press(bench: Bench, place: Message | View, press: Json, person: User) -> None:
    """Tell the bot that this person pressed something; say so when it did not ack."""
    payload = common(bench, "block_actions", person) | {"actions": [_action(bench, press)]}
    payload |= _from_view(place) if isinstance(place, View) else _from_message(bench, place, person)
    if isinstance(place, Message):
        payload["state"] = {"values": _state(payload["actions"][0])}
    receipt = await hand_over(bench, Parcel("interactive", payload))
    if not receipt.ok:
        await bench.live.error(f"The app did not respond to that press ({receipt.reason}).")


def common(bench: Bench, kind: str, person: User) -> Json:
    """Return what every interaction payload holds."""
    config = bench.config
    return {
        "type": kind,
        "team": {"id": config.team_id, "domain": config.team_name.lower()},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": config.team_id},
        "api_app_id": APP_ID,
        "token": "workbench-verification-token",
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": bench.tickets.new_trigger(person.id),
    }


def _action(bench: Bench, press: Json) -> Json:
    element = press.get("element") or {}
    action: Json = {
        "type": element.get("type", "button"),
        "action_id": press["action_id"],
        "block_id": press["block_id"],
        "action_ts": bench.store.next_ts(),
    }
    action |= {key: element[key] for key in ("text", "value", "style") if key in element}
    for key in ("selected_option", "selected_options", "value"):
        if press.get(key) is not None:
            action[key] = press[key]
    return action


def _state(action: Json) -> dict[str, Any]:
    if "selected_option" not in action and "selected_options" not in action:
        return {}
    kept = {key: action[key] for key in ("type", "selected_option", "selected_options") if key in action}
    return {action["block_id"]: {action["action_id"]: kept}}


def _from_message(bench: Bench, message: Message, person: User) -> Json:
    channel = bench.store.channel(message.channel)
    answer = bench.tickets.new_reply(message.channel, person.id, message.ts, message.thread_ts)
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    shown: Json = {
        "container": container,
        "channel": {"id": message.channel, "name": channel.name if channel else ""},
        "response_url": f"{bench.line.base_url}/response/{answer}",
    }
    # Slack leaves the message out of a press on an ephemeral one.
    return shown if message.ephemeral_to else shown | {"message": for_api(message)}


def _from_view(view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.body}
