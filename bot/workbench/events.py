"""Events API callbacks: what happened in the workspace, told to the bot.

https://docs.slack.dev/apis/events-api
"""

from __future__ import annotations

import secrets
import time

from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID
from bot.workbench.delivery import hand_over, hand_over_event
from bot.workbench.messages import Json, Message, for_api
from bot.workbench.parcels import Parcel


def tell(bench: Bench, event: Json) -> None:
    """Deliver this event in the background; twice when that fault is on."""
    parcel = Parcel("events_api", _callback(bench, event))
    for _ in range(2 if bench.faults.duplicates() else 1):
        bench.background.spawn(_deliver(bench, parcel))


def echo(bench: Bench, message: Message) -> None:
    """Tell the bot of its own message, as Slack does. Orders for faults are not spent on it."""
    if bench.line.connected and not message.ephemeral_to:
        bench.background.spawn(_deliver_quietly(bench, message_event(bench, message)))


def message_event(bench: Bench, message: Message) -> Json:
    """Return the `message` event of this message."""
    place = bench.store.channel(message.channel)
    return {
        **for_api(message),
        "channel": message.channel,
        "channel_type": "im" if place and place.is_im else "channel",
        "event_ts": message.ts,
        "team": bench.config.team_id,
    }


def _callback(bench: Bench, event: Json) -> Json:
    config = bench.config
    place = bench.store.channel(str(event.get("channel", "")))
    return {
        "type": "event_callback",
        "token": "workbench-verification-token",
        "team_id": config.team_id,
        "api_app_id": APP_ID,
        "event": event,
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": config.team_id,
                "user_id": config.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(place and place.shared),
        "event_context": f"4-{secrets.token_hex(8)}",
    }


async def _deliver(bench: Bench, parcel: Parcel) -> None:
    receipt = await hand_over_event(bench, parcel)
    if receipt.reason == "not_connected":
        await bench.live.error("The bot is not connected: nobody received this.")
    elif not receipt.ok:
        kind = parcel.payload["event"]["type"]
        await bench.live.error(f"The bot did not acknowledge the event {kind} ({receipt.reason}).")


async def _deliver_quietly(bench: Bench, event: Json) -> None:
    await hand_over(bench, Parcel("events_api", _callback(bench, event)), spare=True)
