"""What a scenario made, on disk, so that a later process can end and remove exactly that."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass
class Made:
    """Names and ids of one scenario's objects and processes, in the order they were made."""

    processes: list[tuple[int, str]] = field(default_factory=list)
    flow_runs: list[str] = field(default_factory=list)
    deployments: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    pools: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    waiting: list[tuple[str, str, str]] = field(default_factory=list)  # kind, id, state type at break
    broken: bool = False


def lab_directory(api_url: str) -> Path:
    """Return where the lab keeps its state for one server."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parts = urlsplit(api_url)
    return cache / "concurrency-bot" / "lab" / f"{parts.hostname}-{parts.port or 80}"


class Ledger:
    """One JSON file per scenario, written at every change."""

    def __init__(self, directory: Path, scenario: str) -> None:
        self._file = directory / "made" / f"{scenario}.json"
        self.made = self._read()

    def _read(self) -> Made:
        if not self._file.exists():
            return Made()
        return Made(**json.loads(self._file.read_text()))

    def save(self) -> None:
        """Write the state, whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(asdict(self.made)))
        part.replace(self._file)

    def forget(self) -> None:
        """Nothing is left of the scenario."""
        self.made = Made()
        self._file.unlink(missing_ok=True)
