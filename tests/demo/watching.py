"""A demo as a person starts it, with an empty home, and everything that lives because of it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


@dataclass
class Demo:
    process: asyncio.subprocess.Process
    home: Path
    lines: list[str] = field(default_factory=list)

    async def line(self, words: str, seconds: float) -> str:
        """Read on until a line holds these words."""
        assert self.process.stdout is not None
        async with asyncio.timeout(seconds):
            while raw := await self.process.stdout.readline():
                self.lines.append(raw.decode())
                if words in self.lines[-1]:
                    return self.lines[-1]
        raise AssertionError(f"it ended before it said {words!r}: {''.join(self.lines)}")

    async def end(self, *numbers: signal.Signals) -> int:
        """Send these signals and return the exit status."""
        for number in numbers:
            self.process.send_signal(number)
            await asyncio.sleep(0.3)
        async with asyncio.timeout(60):
            out, _ = await self.process.communicate()
        self.lines += out.decode().splitlines(keepends=True)
        return self.process.returncode or 0

    @property
    def ports(self) -> set[int]:
        return {int(port) for port in ADDRESS.findall("".join(self.lines))}

    def living(self) -> list[str]:
        """Every process that has this demo's home in its environment."""
        mark = f"HOME={self.home}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return [command for command in found if command]

    async def is_gone(self, seconds: float = 15) -> None:
        """Wait until nothing of it lives; say what does."""
        until = time.monotonic() + seconds
        while left := self.living():
            assert time.monotonic() < until, left
            await asyncio.sleep(0.2)


@asynccontextmanager
async def started(home: Path, *options: str) -> AsyncIterator[Demo]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        yield Demo(process, home)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
