"""The terminal as a person has it: a process of its own, with nothing of this machine's settings."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from .contract import Report

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    @property
    def report(self) -> Report:
        """The JSON object, which must be as CONTRACT.md says."""
        return Report.model_validate_json(self.out)

    def refuses(self, status: int) -> str:
        """Return the one line on standard error; nothing else was said."""
        assert (self.status, self.out) == (status, ""), self
        [line] = self.err.splitlines()
        assert line.startswith("concurrency-bot: "), line
        return line


@dataclass(frozen=True)
class Terminal:
    home: Path
    api_url: str = ""

    async def run(
        self, *arguments: str, given: bytes = b"", settings: Mapping[str, str] = MappingProxyType({})
    ) -> Outcome:
        """Run one command to its end; whatever happens, nobody is shown a traceback."""
        command = [sys.executable, "-m", "bot", *arguments]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env=self.environment(settings)
        )
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate(given)
        outcome = Outcome(process.returncode or 0, out.decode(), err.decode())
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        clean["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"]  # a scenario's ledger, for its tidying up
        known = {"PREFECT_API_URL": self.api_url} if self.api_url else {}
        return {**clean, **known, **settings}
