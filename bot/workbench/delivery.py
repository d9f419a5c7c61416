"""Handing parcels to the bot, within the ack deadline, and again where Slack tries again."""

from __future__ import annotations

import asyncio

from bot.workbench import http_leg, socket_mode
from bot.workbench.bench import Bench
from bot.workbench.parcels import Parcel, Receipt, Retry


async def hand_over(
    bench: Bench, parcel: Parcel, retry: Retry | None = None, *, spare: bool = False
) -> Receipt:
    """Hand the parcel over once and return the bot's ack. Faults may lose the ack, unless `spare`."""
    receipt = await _by_any_way(bench, parcel, retry)
    if not spare and receipt.reason != "not_connected" and bench.faults.drops_ack():
        await asyncio.sleep(bench.config.ack_deadline)  # a lost ack is noticed only at the deadline
        return Receipt(False, "timeout" if bench.line.sockets else "http_timeout")
    return receipt


async def hand_over_event(bench: Bench, parcel: Parcel) -> Receipt:
    """Hand an event over, and again after each configured delay until the bot has acked it."""
    receipt = await hand_over(bench, parcel)
    for number, delay in enumerate(bench.config.retry_delays, start=1):
        if receipt.ok or receipt.no_retry or receipt.reason == "not_connected":
            break
        await asyncio.sleep(delay)
        receipt = await hand_over(bench, parcel, Retry(number, receipt.reason))
    return receipt


async def _by_any_way(bench: Bench, parcel: Parcel, retry: Retry | None) -> Receipt:
    line, config = bench.line, bench.config
    if socket := line.next_socket():
        return await socket_mode.send(socket, parcel, deadline=config.ack_deadline, retry=retry)
    if line.bot_url and line.http:
        address = http_leg.BotAddress(line.bot_url, config.signing_secret, config.ack_deadline)
        return await http_leg.post(line.http, address, parcel, retry)
    return Receipt(False, "not_connected")
