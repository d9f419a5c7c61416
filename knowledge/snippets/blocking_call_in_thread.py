"""Keep the event loop free while a blocking call runs."""

import asyncio
import time

from prefect import flow
from prefect.concurrency.asyncio import concurrency

LIMIT = "my-limit"


def blocking_call() -> None:
    time.sleep(1)


@flow
async def limited() -> None:
    async with concurrency(LIMIT):
        await asyncio.to_thread(blocking_call)


if __name__ == "__main__":
    asyncio.run(limited())
