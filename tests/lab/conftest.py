"""One real Prefect server for all scenarios."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.lab.server import LocalPrefect


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lab_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The API address of a server that may be broken: the one of TEST_PREFECT_API_URL, or a new one."""
    given = os.environ.get("TEST_PREFECT_API_URL")
    if given:
        yield given
        return
    home: Path = tmp_path_factory.mktemp("prefect")
    wait = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"}
    async with LocalPrefect(home, settings=wait) as server:
        yield server.api_url
