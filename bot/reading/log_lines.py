"""Which lines a program wrote, and in whose log such a line stands."""

from __future__ import annotations

import re

_ACCESS = r'"(?:GET|POST|PUT|PATCH|DELETE|HEAD) [^"\s]{1,300} HTTP/\d'  # a server's own word on a request
_LOG_LINE = re.compile(
    r"^\s{0,40}(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\s?(?:[AP]M)?\b)"
    r"|^\s{0,40}[\[(]?1[5-9]\d{8}(?:\d{3}|\.\d{1,9})?[\])]?[\s,|:]"
    r"|^.{0,80}\|\s{0,3}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\s{0,4}\|"
    r"|^\s{0,40}(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b[\s:|\]-]"
    r"|^.{0,80}\bprefect\.(?:flow_runs|task_runs|concurrency|workers?|server|client|runner|engine"
    r"|_internal)\b[^()]{0,40}\s-\s"
    r"|^.{0,80}\b(?:Task|Flow) run '[^']{1,200}' - "
    r"|^\s{0,40}Traceback \(most recent call last\)"
    r"|^\s{0,40}(?:[A-Za-z_][\w.]{0,200}\.)?[A-Z]\w{0,80}(?:Error|Exception|Exit|Timeout|Abort)(?::|\()"
    r"|\bLease ID: [0-9a-f]{8}"
    rf"|^.{{0,120}}{_ACCESS}"
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
    (re.compile(rf"prefect\.server\b|\buvicorn\b|\bprefect\.orion\b|{_ACCESS}"), "server_log"),
)


def is_log_line(line: str) -> bool:
    """Tell whether a program wrote this line."""
    return _LOG_LINE.search(line[:600]) is not None


def log_origin(line: str) -> str:
    """Return flow_log, task_log, worker_log or server_log; empty when the line does not tell."""
    head = line[:600]
    return next((origin for regex, origin in _ORIGINS if regex.search(head)), "")
