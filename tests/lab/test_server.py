"""The local server never outlives the process that wanted it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.lab.processes import birth

STARTER = """
import sys, time
from pathlib import Path
from bot.lab.server import LocalPrefect
server = LocalPrefect(Path(sys.argv[1]))
server.start()
print(server._guard.pid, flush=True)
time.sleep(600)
"""


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_with_its_starter(number: int, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        guard = int(starter.stdout.readline())
        time.sleep(1.5)
        family = [guard, *children_of(guard)]
        assert len(family) == 2
        os.kill(starter.pid, number)
    ends = time.monotonic() + 25
    while any(birth(pid) for pid in family) and time.monotonic() < ends:
        time.sleep(0.2)
    assert not any(birth(pid) for pid in family)
