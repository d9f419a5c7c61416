from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from .house import House, open_house


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened
