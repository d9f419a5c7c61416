"""A real Prefect server on this machine, for the demo and the tests."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from bot.errors import OutOfReach
from bot.lab.installed import Installed, own_release
from bot.lab.processes import clean_environment

Progress = Callable[[str], None]


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class LocalPrefect:
    """`prefect server start` with its own home; a guard process ends it when this process is gone."""

    def __init__(
        self,
        home: Path,
        *,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
        template_directory: Path | None = None,
        installed: Installed | None = None,
    ) -> None:
        """`installed` is another Prefect release than this environment's own."""
        self.installed = installed or own_release()
        self.home, self.port = home.resolve(), port or free_port()
        self.settings = dict(settings or {})
        self.log_file = self.home / "server.log"
        self._template = template_directory and template_directory / f"prefect-{self.installed.version}.db"
        self._guard: subprocess.Popen[bytes] | None = None
        self._fresh = False

    @property
    def ui_url(self) -> str:
        """Where a person opens the Prefect UI."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The value for PREFECT_API_URL."""
        return f"{self.ui_url}/api"

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def has_template(self) -> bool:
        """Whether a first start finds its database migrated."""
        return self._template is not None and self._template.exists()

    def start(self) -> None:
        """Start the server and return at once; `wait_ready` waits for it."""
        if self.running:
            return
        self.home.mkdir(parents=True, exist_ok=True)
        database = self.home / "prefect.db"
        self._fresh = not database.exists()
        if self._fresh and self._template and self._template.exists():
            shutil.copyfile(self._template, database)
            self._fresh = False
        guard = [sys.executable, "-m", "bot.lab.programs.guard", str(os.getpid())]
        serve = [self.installed.python, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
        with self.log_file.open("ab") as log:
            self._guard = subprocess.Popen(
                [*guard, *serve, "--port", str(self.port)],
                env=self._environment(database),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.stop)

    async def wait_ready(self, on_progress: Progress | None = None, seconds: float = 180) -> None:
        """Return when the API answers; raises OutOfReach with the end of the server's log."""
        began = time.monotonic()
        async with httpx.AsyncClient(timeout=5) as client:
            while not await _answers(client, f"{self.api_url}/health"):
                waited = time.monotonic() - began
                if not self.running or waited > seconds:
                    raise OutOfReach(f"the local Prefect server did not start:\n{self._end_of_log()}")
                if on_progress:
                    hint = ", the first start makes its database" if self._fresh else ""
                    on_progress(f"Prefect server is starting ({waited:.0f} s{hint})")
                await asyncio.sleep(0.5)
        if self._fresh and self._template:
            await asyncio.to_thread(_copy_database, self.home / "prefect.db", self._template)
        self._fresh = False

    def stop(self) -> None:
        """End the server; safe to call twice."""
        guard, self._guard = self._guard, None
        atexit.unregister(self.stop)
        if guard is None:
            return
        guard.terminate()
        guard.wait(30)

    async def __aenter__(self) -> Self:
        self.start()
        try:
            await self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    def _environment(self, database: Path) -> dict[str, str]:
        return clean_environment(
            self.home,
            {
                "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "PREFECT_API_URL": self.api_url,
                "PREFECT_UI_API_URL": self.api_url,
                **self.settings,
            },
        )

    def _end_of_log(self) -> str:
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-15:])


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _copy_database(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
    part.replace(target)
