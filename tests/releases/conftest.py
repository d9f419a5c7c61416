"""One server of each covered release, of its own kind; a release that cannot be installed says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.lab.installed import Installed
from bot.lab.releases import NoRelease, installed
from bot.lab.server import LocalPrefect


def ready(release: str) -> Installed:
    """Return an installed release; a test of one that cannot be installed is skipped with the reason."""
    try:
        return installed(release)
    except NoRelease as error:
        pytest.skip(str(error))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LocalPrefect]:
    """A server of the release the test asks for."""
    release = ready(request.param)
    home: Path = tmp_path_factory.mktemp(f"prefect-{release.version}")
    async with LocalPrefect(home, installed=release) as local:
        yield local
