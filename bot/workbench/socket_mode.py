"""Socket Mode: the bot connects to us and takes envelopes over that connection.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import uuid

from aiohttp import WSMsgType, web

from bot.workbench.bench import Bench
from bot.workbench.config import APP_ID
from bot.workbench.line import Socket
from bot.workbench.messages import Json
from bot.workbench.parcels import Parcel, Receipt, Retry


async def accept(bench: Bench, request: web.Request) -> web.StreamResponse:
    """Take one Socket Mode connection and listen to its acks until it ends."""
    if not bench.tickets.use_link(request.query.get("ticket", "")):
        return web.Response(status=404, text="unknown or used ticket")
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    socket = Socket(ws)
    bench.line.sockets.append(socket)
    try:
        await ws.send_json(_hello(bench))
        await bench.live.send({"type": "connected", "connected": True})
        async for frame in ws:
            if frame.type is WSMsgType.TEXT:
                _take_ack(socket, frame.data)
    finally:
        bench.line.sockets.remove(socket)
        _give_up(socket)
        await bench.live.send({"type": "connected", "connected": bench.line.connected})
    return ws


async def send(socket: Socket, parcel: Parcel, *, deadline: float, retry: Retry | None) -> Receipt:
    """Send an envelope and wait at most `deadline` seconds for its ack."""
    envelope = _envelope(parcel, retry)
    ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
    socket.waiting[envelope["envelope_id"]] = ack
    try:
        await socket.ws.send_json(envelope)
        return Receipt(True, payload=await asyncio.wait_for(ack, deadline))
    except TimeoutError:
        return Receipt(False, "timeout")
    except ConnectionError:
        return Receipt(False, "connection_failed")
    finally:
        socket.waiting.pop(envelope["envelope_id"], None)


async def ask_to_reconnect(bench: Bench) -> None:
    """Tell every connection that it is about to end, as Slack does every few hours, then end it."""
    for socket in list(bench.line.sockets):
        await socket.ws.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        bench.background.spawn(_close(socket))


async def _close(socket: Socket) -> None:
    await asyncio.sleep(1.0)  # Slack leaves a while to open the next connection
    await socket.ws.close()


def _hello(bench: Bench) -> Json:
    return {
        "type": "hello",
        "num_connections": len(bench.line.sockets),
        "connection_info": {"app_id": APP_ID},
        "debug_info": {"host": "workbench", "approximate_connection_time": 18_060},
    }


def _envelope(parcel: Parcel, retry: Retry | None) -> Json:
    events = parcel.kind == "events_api"
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": not events,
    }
    if events:
        envelope |= {
            "retry_attempt": retry.number if retry else 0,
            "retry_reason": retry.reason if retry else "",
        }
    return envelope


def _take_ack(socket: Socket, text: str) -> None:
    try:
        frame = json.loads(text)
    except json.JSONDecodeError:
        return
    waiting = socket.waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
    if waiting and not waiting.done():
        waiting.set_result(frame.get("payload"))


def _give_up(socket: Socket) -> None:
    for waiting in socket.waiting.values():
        if not waiting.done():
            waiting.set_exception(ConnectionResetError("the connection ended before the ack"))
