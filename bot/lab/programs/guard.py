"""Runs one command in its own process group and ends it when the process that asked for it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

GRACE_SECONDS = 8.0


def end_group(child: subprocess.Popen[bytes]) -> None:
    """End the child's whole process group: asked first, killed after the grace time."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    child.poll()


def main() -> int:
    """Arguments: the pid of the asker, then the command."""
    asker, command = int(sys.argv[1]), sys.argv[2:]
    told: list[int] = []

    def tell(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    child = subprocess.Popen(command, start_new_session=True)
    while not told and os.getppid() == asker and child.poll() is None:
        time.sleep(0.2)
    end_group(child)
    return child.returncode or 0


if __name__ == "__main__":
    sys.exit(main())
