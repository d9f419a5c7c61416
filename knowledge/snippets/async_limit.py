"""Take a slot in async code: `async with`, from prefect.concurrency.asyncio."""

import asyncio

from prefect import flow
from prefect.concurrency.asyncio import concurrency

LIMIT = "my-limit"


@flow
async def limited() -> None:
    async with concurrency(LIMIT, strict=True):
        print("one slot is mine")


if __name__ == "__main__":
    asyncio.run(limited())
