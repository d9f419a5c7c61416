from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.lab.rest import Rest
from bot.lab.server import LocalPrefect
from tests.prefect_live.place import Place

from .terminal import Terminal


@pytest.fixture(scope="session")
def unconnected(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def terminal(unconnected: Terminal, local_prefect: LocalPrefect) -> Terminal:
    return Terminal(unconnected.home, local_prefect.api_url)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(local_prefect: LocalPrefect) -> AsyncIterator[Place]:
    async with Rest(local_prefect.api_url) as rest:
        yield Place(rest)
