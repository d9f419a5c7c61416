"""One real Prefect server for the looks, its REST door, and a stand-in for bad answers only."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.lab.rest import Rest
from tests.migrated import migrated


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def api(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The API address: that of TEST_PREFECT_API_URL, or of a new server."""
    given = os.environ.get("TEST_PREFECT_API_URL")
    if given:
        yield given
        return
    home: Path = tmp_path_factory.mktemp("prefect_live")
    async with await migrated(home, templates) as server:
        yield server.api_url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rest(api: str) -> AsyncIterator[Rest]:
    async with Rest(api) as door:
        yield door
