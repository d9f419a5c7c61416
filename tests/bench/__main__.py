"""`make bench`: what a person waits for, measured in one run, each figure beside its floor."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import httpx

from bot.lab.play import break_scenario, cleanup_scenario
from bot.lab.scenario import find_plays
from bot.lab.server import LocalPrefect

from . import pure
from .table import Figure, Floor, figure, show
from .wire import Wire, connected

RATE, SECONDS = 50, 10
FAULT = "tag-reset-leak"


async def turns_without_live(wire: Wire) -> Figure:
    await wire.turn(pure.QUESTION)  # the first one compiles templates
    taken = [await wire.turn(pure.QUESTION) for _ in range(30)]
    floors = await pure.a_turn_in_memory()
    return figure("turn without look-ups", taken, 50, Floor("the same turn without any wire", floors))


async def acks(wire: Wire) -> list[Figure]:
    """Send events at a steady rate, however late the acks are; then send the same again."""
    floors = [await wire.healthz() for _ in range(100)]
    events = [await wire.mention(pure.QUESTION) for _ in range(RATE * SECONDS)]
    before = len(wire.replies())
    taken = await _steadily(wire, events)
    sent = time.perf_counter()
    await wire.until_replies(before + len(events))
    behind = time.perf_counter() - sent
    again = await _steadily(wire, events[: RATE * 2])
    await asyncio.sleep(1)
    threads = wire.replies()[before:]
    twice = len(threads) - len(set(threads))
    note = f"the last reply {behind:.1f} s after the last event"
    told = f"{len(threads)} replies to {len(events)} events, {twice} of them a second one"
    return [
        figure(f"ack at {RATE} events/s", taken, 100, Floor("GET /healthz, no load", floors), note),
        figure("ack of a redelivery", again, 100, Floor("GET /healthz, no load", floors), told),
    ]


async def _steadily(wire: Wire, events: list[dict[str, object]]) -> list[float]:
    loop, going = asyncio.get_running_loop(), []
    began = loop.time()
    for number, event in enumerate(events):
        await asyncio.sleep(max(0.0, began + number / RATE - loop.time()))
        going.append(asyncio.create_task(wire.send(event)))
    return list(await asyncio.gather(*going))


async def turns_with_live(home: Path) -> Figure:
    opening = find_plays()[FAULT].scenario.opening
    async with LocalPrefect(home / "prefect") as server:
        await break_scenario(server.api_url, FAULT)
        try:
            floors = await _one_read(server.api_url)
            async with connected(home, PREFECT_API_URL=server.api_url) as wire:
                await wire.turn(opening)
                taken = [await wire.turn(opening) for _ in range(15)]
        finally:
            await cleanup_scenario(server.api_url, FAULT)
    return figure("turn with look-ups", taken, 1_000, Floor("one filter request to Prefect", floors))


async def _one_read(api_url: str) -> list[float]:
    taken = []
    async with httpx.AsyncClient(base_url=api_url, timeout=10) as client:
        for _ in range(20):
            began = time.perf_counter()
            await client.post("/v2/concurrency_limits/filter", json={})
            taken.append(time.perf_counter() - began)
    return taken


async def main() -> None:
    figures = pure.figures()
    with tempfile.TemporaryDirectory(prefix="concurrency-bench-") as folder:
        home = Path(folder)
        async with connected(home) as wire:
            figures.append(await turns_without_live(wire))
            under_load = await acks(wire)
        figures += [await turns_with_live(home), *under_load]
    show(figures)


if __name__ == "__main__":
    asyncio.run(asyncio.wait_for(main(), 115))
