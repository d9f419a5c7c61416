"""Real PostgreSQL and Redis servers; a test that needs one is skipped where there is no such wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.lab import other_servers
from bot.lab.other_servers import NoServer


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL; yields its URL."""
    with _or_skip(), other_servers.postgres_server() as url:
        yield url


@contextmanager
def redis_server(where: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its URL."""
    with _or_skip(), other_servers.redis_server(where) as url:
        yield url


@contextmanager
def _or_skip() -> Iterator[None]:
    try:
        yield
    except NoServer as error:
        pytest.skip(str(error))
