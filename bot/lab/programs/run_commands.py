"""Runs in the environment of any Prefect release and runs command lines one after the other.

Standard input: one JSON object `{"line", "seconds", "stop"}` a line. Standard output: for each
`[status, text]`, the status None for a command that was ended because its seconds were over or the file
`stop` was there. Prefect's command line is imported once; each command runs in a fork of its own.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path


def answer(line: str, seconds: float, stop: str) -> tuple[int | None, str]:
    """Run one line and return its exit status and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        child = os.fork()
        if child == 0:
            _become(line, said)
        status = _status(child, seconds, Path(stop))
        return status, said.read_text(errors="replace")[-600:]


def _become(line: str, said: Path) -> None:
    """Be the command, in a forked process; never returns."""
    os.setsid()
    written = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)
    sys.argv = shlex.split(line)
    status = 1
    try:
        import_module("prefect.cli").app()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _status(child: int, seconds: float, stop: Path) -> int | None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not stop.is_file():
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def main() -> None:
    """Answer until standard input ends."""
    import_module("prefect.cli")
    for asked in sys.stdin:
        wanted = json.loads(asked)
        print(json.dumps(answer(**wanted)), flush=True)


if __name__ == "__main__":
    main()
