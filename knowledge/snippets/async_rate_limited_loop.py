"""Send requests from async code no faster than a rate limit allows."""

import asyncio

from prefect import flow
from prefect.concurrency.asyncio import rate_limit

LIMIT = "my-rate"


@flow
async def paced() -> None:
    for number in range(3):
        await rate_limit(LIMIT, strict=True)
        print("request", number)


if __name__ == "__main__":
    asyncio.run(paced())
