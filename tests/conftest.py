"""What all tests share: a clean environment and one real Prefect server that may be broken."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from bot.lab.server import LocalPrefect

WAIT = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"}


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the machine's own Prefect or Slack settings reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("PREFECT_", "SLACK_", "BOT_")):
                patch.delenv(name)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect_home")))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local_prefect(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalPrefect]:
    """A real Prefect server; what a test breaks in it, the test tidies up."""
    async with LocalPrefect(tmp_path_factory.mktemp("prefect"), settings=WAIT) as server:
        yield server
