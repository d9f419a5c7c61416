"""Real flows that hold slots and wait for them. Argument: a plan as JSON (kind, flow, limit, signal)."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from prefect import flow, task
from prefect.concurrency.asyncio import concurrency

from bot.lab.programs.watch import end_with_the_server

PLAN = json.loads(sys.argv[1])
FLOW, LIMIT, SIGNAL = PLAN["flow"], PLAN["limit"], Path(PLAN["signal"])
TAG = LIMIT.removeprefix("tag:")
A_DAY = 86_400


def signalled() -> bool:
    """Tell whether the lab said to go on."""
    return SIGNAL.exists()


async def hold(until_signal: bool = False) -> None:
    """Work until told to go on, at most a day."""
    ends = time.monotonic() + A_DAY
    while time.monotonic() < ends and not (until_signal and signalled()):  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.2)


@task(name="write_rows", tags=[TAG])
async def write_rows(long: bool, until_signal: bool = False) -> None:
    """Hold a slot of the tag."""
    if long:
        await hold(until_signal)


@task(name="load_table", tags=[TAG])
async def load_table() -> None:
    """Call a task of the same tag while holding its slot."""
    await write_rows(long=False)


@flow(name=FLOW, flow_run_name="{role}")
async def tagged(role: str, until_signal: bool) -> None:
    """One task holds the tag's slot, a second wants it."""
    first = write_rows.submit(long=True, until_signal=until_signal)
    await asyncio.sleep(2)
    second = write_rows.submit(long=False)
    await asyncio.to_thread(first.wait)
    await asyncio.to_thread(second.wait)


@flow(name=FLOW, flow_run_name="{role}")
async def nested(role: str) -> None:
    """Call a task that waits for its own slot."""
    await load_table()


@flow(name=FLOW, flow_run_name="{role}")
async def busy(role: str) -> None:
    """Hold a slot of the tag in the only task."""
    await write_rows(long=True)


@flow(name=FLOW, flow_run_name="{role}")
async def inside(role: str, long: bool, until_signal: bool = False) -> None:
    """Hold a global limit."""
    async with concurrency(LIMIT):
        if long:
            await hold(until_signal)


async def tag_full() -> None:
    """Run a live holder and a waiter."""
    await tagged("load-rows", until_signal=False)


async def tag_until_signal() -> None:
    """End the holder at the signal."""
    await tagged("load-rows", until_signal=True)


async def nested_tag() -> None:
    """Outer and inner task share a tag."""
    await nested("load-rows")


async def nested_tag_beside() -> None:
    """Outer and inner task share a tag with a task that works."""
    await asyncio.gather(busy("load-other-rows"), later(nested("load-rows")))


async def one_holds_one_waits() -> None:
    """Two runs, one slot."""
    await asyncio.gather(inside("first", long=True), later(inside("second", long=False)))


async def one_holds() -> None:
    """One run keeps the slot."""
    await inside("first", long=True)


async def one_waits() -> None:
    """One run wants the slot."""
    await inside("second", long=False)


async def two_inside() -> None:
    """Two runs inside at once, where the limit does not limit."""
    await asyncio.gather(inside("first", long=True), inside("second", long=True))


async def one_then_one() -> None:
    """End the first run at the signal; start the second after it."""
    await inside("first", long=True, until_signal=True)
    while signalled():  # noqa: ASYNC110 - another process removes the file
        await asyncio.sleep(0.2)
    await inside("second", long=False)


async def later(run: object) -> None:
    """Start a little after the other one."""
    await asyncio.sleep(2)
    await run  # type: ignore[misc]


KINDS = {
    kind.__name__: kind
    for kind in (
        tag_full,
        tag_until_signal,
        nested_tag,
        nested_tag_beside,
        one_holds,
        one_waits,
        one_holds_one_waits,
        two_inside,
        one_then_one,
    )
}

if __name__ == "__main__":
    end_with_the_server()
    asyncio.run(KINDS[PLAN["kind"]]())
