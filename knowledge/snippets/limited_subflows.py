"""Run subflows side by side, and at most as many at a time as a global limit has slots."""

import asyncio

from prefect import flow
from prefect.concurrency.asyncio import concurrency

LIMIT = "subflows"


@flow
async def child(number: int) -> int:
    async with concurrency(LIMIT, strict=True):
        await asyncio.sleep(3)  # the work of the subflow
        return number


@flow
async def parent() -> list[int]:
    return await asyncio.gather(*(child(number) for number in range(5)))


if __name__ == "__main__":
    asyncio.run(parent())
