"""Starting, recognising and ending the lab's own processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def clean_environment(home: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without its Prefect settings, with `home` and `extra` instead."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
    quiet = {"DO_NOT_TRACK": "1", "PREFECT_CLI_PROMPT": "false", "PREFECT_CLI_COLORS": "false"}
    return {**kept, **quiet, "PYTHONPATH": path, "PREFECT_HOME": str(home), **extra}


def start(command: Sequence[str], environment: Mapping[str, str], log_file: Path) -> tuple[int, str]:
    """Start a process of its own group; returns its pid and birth mark (see `birth`)."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("ab") as log:
        child = subprocess.Popen(
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # It outlives this process on purpose; `end` finds it again by pid and birth mark.
    child.returncode = 0
    return child.pid, birth(child.pid)


def birth(pid: int) -> str:
    """Return a mark that tells a process from a later one with the same pid; empty when it is gone."""
    try:
        # After the command's closing bracket come the state and, 19 fields on, the start time.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "" if Path("/proc/self/stat").exists() else _birth_by_ps(pid)
    return "" if fields[0] in "ZX" else fields[19]


def _birth_by_ps(pid: int) -> str:
    answer = subprocess.run(  # macOS has no /proc
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def is_alive(pid: int, mark: str) -> bool:
    """Whether exactly that process still lives."""
    _reap(pid)
    return bool(mark) and birth(pid) == mark


def end(pid: int, mark: str) -> None:
    """Kill the process and its group, at once (as a lost machine would)."""
    if not is_alive(pid, mark):
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    for _ in range(100):
        if not is_alive(pid, mark):
            return
        time.sleep(0.02)


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
