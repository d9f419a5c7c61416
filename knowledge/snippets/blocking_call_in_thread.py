"""Keep the event loop free while a blocking call runs."""

import asyncio
import time

from prefect import flow
from prefect.concurrency.asyncio import concurrency

LIMIT = "my-limit"


@flow
async def limited() -> None:
    async with concurrency(LIMIT):
        await asyncio.to_thread(time.sleep, 1)


if __name__ == "__main__":
    asyncio.run(limited())
