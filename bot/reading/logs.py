"""Which lines are log lines, and whose log they stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_LOG_LINE = re.compile(
    r"^\s{0,40}(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\s?(?:[AP]M)?\b)"
    r"|^.{0,80}\|\s{0,3}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\s{0,4}\|"
    r"|^\s{0,40}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b[\s:|\]-]"
    r"|^.{0,80}\bprefect\.(?:flow_runs|task_runs|concurrency|workers?|server|client|runner|engine"
    r"|_internal)\b[^()]{0,40}\s-\s"
    r"|^.{0,80}\b(?:Task|Flow) run '[^']{1,200}' - "
    r"|^\s{0,40}Traceback \(most recent call last\)"
    r"|^\s{0,40}(?:[A-Za-z_][\w.]{0,200}\.)?[A-Z]\w{0,80}(?:Error|Exception|Exit|Timeout|Abort)(?::|\()"
    r"|\bLease ID: [0-9a-f]{8}"
    r'|^\s{0,40}\{.{0,400}"(?:level|levelname|severity|logger|logger_name)"\s{0,3}:'
)
# The worker's logger begins like the flow's, so it is asked first.
_ORIGINS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"prefect\.flow_runs\.(?:worker|runner)|prefect\.workers?\b"
            r"|\bWorker '[^']{1,80}'"
        ),
        "worker_log",
    ),
    (re.compile(r"prefect\.task_runs|\bTask run '|\bTask run:"), "task_log"),
    (re.compile(r"prefect\.flow_runs|\bFlow run '|\bFlow run:"), "flow_log"),
    (re.compile(r"prefect\.server\b|\buvicorn\b|\bprefect\.orion\b"), "server_log"),
)
_TRACEBACK = re.compile(r"^\s{0,40}Traceback \(most recent call last\)")
_FRAME = re.compile(r'^\s{1,40}|^\s{0,40}File "')


def is_log_line(line: str) -> bool:
    """Tell whether a program wrote this line."""
    return _LOG_LINE.search(line[:600]) is not None


def log_origin(line: str) -> str:
    """Return flow_log, task_log, worker_log or server_log; empty when the line does not tell."""
    head = line[:600]
    return next((origin for regex, origin in _ORIGINS if regex.search(head)), "")


@dataclass(slots=True)
class Lines:
    """The lines of a text with their offsets; each line is judged once, and only when asked for."""

    text: str
    lines: list[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _judged: dict[int, bool] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self._judged = {}
        self._starts = []
        position = 0
        for line in self.lines:
            self._starts.append(position)
            position += len(line) + 1

    def index(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset`."""
        return bisect_right(self._starts, offset) - 1

    def is_log(self, number: int) -> bool:
        """Tell whether the line is a log line, or stands inside a traceback."""
        if number not in self._judged:
            self._judged[number] = is_log_line(self.lines[number])
        return self._judged[number]

    def prose(self) -> str:
        """Return what the person wrote: the text without log lines and traceback frames."""
        kept: list[str] = []
        in_traceback = False
        for number, line in enumerate(self.lines):
            if self.is_log(number):
                in_traceback = _TRACEBACK.match(line) is not None
                continue
            if in_traceback and _FRAME.match(line):
                continue
            in_traceback = False
            kept.append(line)
        return "\n".join(kept)
