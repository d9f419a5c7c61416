"""Slash commands.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID, Channel, User
from bot.workbench.delivery import hand_over
from bot.workbench.messages import Json, Message
from bot.workbench.parcels import Parcel, Receipt
from bot.workbench.posting import post_answer
from bot.workbench.typed_text import as_slack_sends


async def run(bench: Bench, command: str, text: str, channel: Channel, person: User) -> None:
    """Send the command to the bot and show the person its ack, or that there was none in time."""
    receipt = await hand_over(
        bench, Parcel("slash_commands", _payload(bench, command, text, channel, person))
    )
    if not receipt.ok:
        await bench.live.error(f"{command} failed with the error '{_failure(receipt)}'")
    elif receipt.payload:
        said = receipt.payload
        where = Message(
            channel.id, bench.store.next_ts(), bench.config.bot.id, "", ephemeral_to=person.id, by_bot=True
        )
        if error := await post_answer(bench, said, where):
            await bench.live.error(f"{command}: the bot's answer was refused: {error}")


def _failure(receipt: Receipt) -> str:
    if receipt.reason in {"timeout", "http_timeout"}:
        return "operation_timeout"
    return "app_not_connected" if receipt.reason == "not_connected" else "dispatch_failed"


def _payload(bench: Bench, command: str, text: str, channel: Channel, person: User) -> Json:
    answer = bench.tickets.new_reply(channel.id, person.id)
    return {
        "token": "workbench-verification-token",
        "team_id": bench.config.team_id,
        "team_domain": bench.config.team_name.lower(),
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": as_slack_sends(text, bench.store.users().values()),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": f"{bench.line.base_url}/response/{answer}",
        "trigger_id": bench.tickets.new_trigger(person.id),
    }
