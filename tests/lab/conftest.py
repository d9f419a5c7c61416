"""The scenarios' server is the one all tests share, or the one of TEST_PREFECT_API_URL."""

from __future__ import annotations

import os

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
