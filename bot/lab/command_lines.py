"""Prefect's command line of any installed release: what its parser takes, and what really runs."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.errors import BotError
from bot.lab.installed import Installed
from bot.lab.processes import birth, clean_environment, end

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
    """One release's client with Prefect imported, against one server; a context manager.

    What it starts are processes of their own, forks of it: each costs a tenth of a second instead of two.
    """

    def __init__(self, release: Installed, environment: Mapping[str, str]) -> None:
        """`environment` is that of all it starts, such as `client_environment` or a lab's."""
        self.release, self._environment = release, dict(environment)
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [self.release.python, "-W", "ignore", "-m", RUN],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            self._child.communicate()

    def start(self, words: Sequence[str], into: Path) -> int:
        """Begin `prefect …`, `python FILE …` or `-m MODULE …`; what it prints goes into the file.

        Returns its pid; it outlives this process.
        """
        into.parent.mkdir(parents=True, exist_ok=True)
        return int(self._ask({"start": list(words), "into": str(into)}))

    async def run(
        self, words: str | Sequence[str], seconds: float = 60, stop: Path | None = None
    ) -> tuple[int | None, str]:
        """Run what `start` takes, or a line of it; its status, None for one that was ended, and its words.

        It is ended after `seconds`, or as soon as there is a file `stop`.
        """
        folder = Path(tempfile.mkdtemp())
        try:
            pid = self.start(shlex.split(words) if isinstance(words, str) else words, folder / "said")
            status = await self._status(pid, seconds, stop or folder / "stop")
            return status, (folder / "said").read_text(errors="replace")[-6000:]
        finally:
            shutil.rmtree(folder)

    async def _status(self, pid: int, seconds: float, stop: Path) -> int | None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and not stop.is_file():  # noqa: ASYNC240 - one file
            status = self._ask({"ended": pid})
            if status is not None:
                return int(status)
            await asyncio.sleep(0.1)
        end(pid, birth(pid))
        return None

    def _ask(self, what: Mapping[str, Any]) -> Any:
        child = self._child
        assert child is not None  # noqa: S101 - used as a context manager
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        child.stdin.write(json.dumps(what).encode() + b"\n")
        child.stdin.flush()
        said = child.stdout.readline()
        if not said:
            raise BotError(f"the command line of Prefect {self.release.version} ended at {what}")
        return json.loads(said)


def client_environment(api_url: str, home: Path) -> dict[str, str]:
    """Return the environment of a person's client of this server."""
    return clean_environment(
        home, {"PREFECT_API_URL": api_url, "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false"}
    )
