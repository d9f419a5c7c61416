"""Runs in the environment of any Prefect release: modules, files and command lines, each in its own fork.

Prefect is imported once, so that a process costs a tenth of a second and not two. Standard input: one JSON
object a line. `{"start": WORDS, "into": FILE}` begins `prefect …`, `python FILE …` or `-m MODULE …`, which
prints into the file; the answer on standard output is its pid. `{"ended": PID}` is answered with its exit
status, or null while it runs. Ends when standard input does.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import sys
from importlib import import_module
from pathlib import Path

# What commands import, and what a flow does as soon as it runs or takes a slot.
IMPORTED_ONCE = (
    "prefect.cli",
    "prefect.flow_engine",
    "prefect.concurrency.asyncio",
    "prefect.concurrency.sync",
    "prefect.utilities.visualization",
    "fastapi",
)


def started(words: list[str], into: str) -> int:
    """Begin a process of its own group and return its pid; the fork never returns from here."""
    child = os.fork()
    if child == 0:
        _become(words, into)
    return child


def ended(pid: int) -> int | None:
    """Return the exit status of a process that was started here, None while it runs."""
    gone, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if gone else None


def _become(words: list[str], into: str) -> None:
    """Be the program, in a forked process; it ends as any program does, its last events sent."""
    os.setsid()
    written = os.open(into, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[0] == "python":
        os.chdir(Path(words[1]).parent)  # as a person runs a file of their own
        sys.argv = words[1:]
        runpy.run_path(words[1], run_name="__main__")
    else:
        sys.argv = words
        import_module("prefect.cli").app()
    sys.exit(0)


def main() -> None:
    """Answer until standard input ends."""
    for module in IMPORTED_ONCE:
        import_module(module)
    gc.freeze()  # else each fork's collections copy what all share
    for line in sys.stdin:
        asked = json.loads(line)
        answer = ended(asked["ended"]) if "ended" in asked else started(asked["start"], asked["into"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
