"""Prefect's command line of any installed release: what its parser takes, and what really runs."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.errors import BotError
from bot.lab.installed import Installed
from bot.lab.processes import clean_environment

PARSE, RUN = "bot.lab.programs.parse_commands", "bot.lab.programs.run_commands"


def parsed_on(release: Installed, lines: Iterable[str], home: Path) -> Mapping[str, tuple[str, str]]:
    """Return for each line accepted, incomplete or refused, and why; nothing is run."""
    asked = sorted(set(lines))
    done = subprocess.run(
        [release.python, "-W", "ignore", "-m", PARSE],
        input=json.dumps(asked),
        env=clean_environment(home, {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BotError(f"Prefect {release.version} could not be asked: {done.stderr[-500:]}")
    return {line: (outcome, why) for line, (outcome, why) in zip(asked, json.loads(done.stdout), strict=True)}


class CommandLine:
    """Runs commands with one release's client against one server; an async context manager."""

    def __init__(self, release: Installed, api_url: str, home: Path) -> None:
        self._release, self._home = release, home
        self._environment = clean_environment(
            home, {"PREFECT_API_URL": api_url, "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false"}
        )
        self._child: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._child = await asyncio.create_subprocess_exec(
            *(self._release.python, "-W", "ignore", "-m", RUN),
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            await self._child.wait()

    async def run(self, line: str, seconds: float = 60, stop: Path | None = None) -> tuple[int | None, str]:
        """Run one `prefect …` line; its status, None when it still ran and was ended, and its words.

        It is ended after `seconds`, or as soon as there is a file `stop`.
        """
        child = self._child
        assert child is not None  # noqa: S101 - used as a context manager
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        wanted = {"line": line, "seconds": seconds, "stop": str(stop or "")}
        child.stdin.write(json.dumps(wanted).encode() + b"\n")
        await child.stdin.drain()
        said = await child.stdout.readline()
        if not said:
            raise BotError(f"the command line of Prefect {self._release.version} ended at {line!r}")
        status, text = json.loads(said)
        return status, text
