"""Keep the event loop free while a blocking call runs."""

import asyncio
import time

from prefect import flow

SECONDS = 1


def blocking_call() -> None:
    time.sleep(SECONDS)


@flow
async def limited() -> None:
    await asyncio.to_thread(blocking_call)


if __name__ == "__main__":
    asyncio.run(limited())
