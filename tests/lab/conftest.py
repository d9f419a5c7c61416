"""The scenarios' server is the one all tests share, or the one of TEST_PREFECT_API_URL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.lab.server import LocalPrefect


@pytest.fixture(scope="session")
def lab_server(request: pytest.FixtureRequest) -> str:
    """The API address of a server that may be broken."""
    given = os.environ.get("TEST_PREFECT_API_URL")
    if given:
        return given
    server: LocalPrefect = request.getfixturevalue("local_prefect")
    return server.api_url


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a server's first database is kept, so that only the first start of a release is slow."""
    return tmp_path_factory.mktemp("templates")
