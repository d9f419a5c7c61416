"""Runs in the environment of any Prefect release: command lines and files, one after the other.

Standard input: one JSON object `{"line", "seconds", "stop"}` a line, the line `prefect …` or `python FILE`.
Standard output: for each `[status, text]`, the status None for one that was ended because its seconds were
over or the file `stop` was there. Prefect is imported once; each line runs in a fork of its own.
"""

from __future__ import annotations

import json
import os
import runpy
import shlex
import shutil
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path


def answer(line: str, seconds: float, stop: str) -> tuple[int | None, str]:
    """Run one line and return its exit status and what it printed; the fork never returns from here."""
    folder = Path(tempfile.mkdtemp())
    said = folder / "said"
    said.touch()
    child = os.fork()
    if child == 0:
        _become(shlex.split(line), said)
    try:
        return _status(child, seconds, Path(stop)), said.read_text(errors="replace")[-6000:]
    finally:
        shutil.rmtree(folder)


def _become(words: list[str], said: Path) -> None:
    """Be the command, in a forked process; it ends as any program does, its last events sent."""
    os.setsid()
    written = os.open(said, os.O_WRONLY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)
    if words[0] == "python":
        os.chdir(Path(words[1]).parent)  # as a person runs a file of their own
        sys.argv = words[1:]
        runpy.run_path(words[1], run_name="__main__")
    else:
        sys.argv = words
        import_module("prefect.cli").app()
    sys.exit(0)


def _status(child: int, seconds: float, stop: Path) -> int | None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not stop.is_file():
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it has not made its own group yet
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def main() -> None:
    """Answer until standard input ends."""
    import_module("prefect.cli")
    import_module("prefect.flow_engine")
    for asked in sys.stdin:
        print(json.dumps(answer(**json.loads(asked))), flush=True)


if __name__ == "__main__":
    main()
