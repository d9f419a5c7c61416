from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.knowledge.load import knowledge
from bot.lab.rest import Rest
from bot.lab.server import LocalPrefect
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation
from tests.prefect_live.place import Place


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def conversation(local_prefect: LocalPrefect) -> AsyncIterator[Conversation]:
    async with PrefectLive(local_prefect.api_url) as live:
        yield Conversation(knowledge(), live)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(local_prefect: LocalPrefect) -> AsyncIterator[Place]:
    async with Rest(local_prefect.api_url) as rest:
        yield Place(rest)
