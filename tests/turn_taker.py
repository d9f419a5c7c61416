"""A replica of its own, for the tests to kill: takes one event, says so and never finishes.

python -m tests.turn_taker REDIS_URL NAME
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.inbox_event import InboxEvent
from bot.work import Inbox


async def main(url: str, name: str) -> None:
    async def handle(event: InboxEvent) -> None:
        print(f"started {event.key}", flush=True)
        await asyncio.sleep(3600)

    async def failed(event: InboxEvent, error_id: str) -> None:
        print(f"failed {event.key} {error_id}", flush=True)

    async with Inbox(url, name=name, redelivery=timedelta(seconds=1)) as box:
        box.on_event(handle, failed)
        for key in ("first", "second"):
            await box.add(InboxEvent("say", key, "T", "C", "1.0", "U", text=key))
        await asyncio.sleep(3600)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
