"""When a log line was written, how long after the run began, and which line stands before it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.reading.log_excerpt import LEFT_OUT
from bot.reading.logs import Lines
from bot.reading.models import Statement

# Prefect writes HH:MM:SS.mmm to the terminal and ISO 8601 elsewhere; Python's logging puts a comma before ms.
_TIME = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)[T ]|\b)(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,6})\d{0,3})?(?: ?([AP])M\b)?"
)
_HEAD = 160  # characters in which a line says when it was written
_BEGINNING = re.compile(r"\bBeginning (?:sub)?(?:flow|task) run\b|\bBeginning execution\b", re.IGNORECASE)
_RUN = re.compile(r"\b(?:Flow|Task) run '([^']{1,200})'")
_NEAR, _FAR = 200, 2_000  # lines looked at before the quoted one
_QUOTE = 300
_DAY = timedelta(days=1)


def when(line: str) -> datetime | None:
    """Return when a line was written; on the first day there is where the line names none."""
    match = _TIME.search(line[:_HEAD])
    if match is None:
        return None
    date, hour, minute, second, fraction, half = match.groups()
    hours = int(hour) % 12 + (12 if half == "P" else 0) if half else int(hour)
    try:
        day = datetime.fromisoformat(date) if date else datetime.min
        return day.replace(
            hour=hours, minute=int(minute), second=int(second), microsecond=int(f"{fraction or 0:0<6}")
        )
    except ValueError:
        return None


def surroundings(lines: Lines, number: int, run_line: str) -> list[Statement]:
    """Return what the log says about the moment of the line `number`, each with its own line."""
    at = _moment(lines, number, number - _NEAR)
    if at is None:
        return []
    number, moment = at
    found = []
    if before := _moment(lines, number - 1, number - _NEAR):
        found.append(("line_before", "silent_before_seconds", before))
    if begun := _begun(lines, number, run_line):
        found.append(("", "failed_after_seconds", begun))
    said = []
    for quoting, timing, (there, written) in found:
        text = lines.lines[there].strip()[:_QUOTE]
        if quoting:
            said.append(Statement(quoting, text, "log", text))
        if (seconds := _seconds(written, moment)) is not None:
            said.append(Statement(timing, seconds, "log", text))
    return said


def _moment(lines: Lines, number: int, last: int) -> tuple[int, datetime] | None:
    """Return the nearest log line from `number` upwards that says when it was written."""
    for each in range(number, max(last, -1), -1):
        if lines.lines[each] == LEFT_OUT:
            return None
        written = when(lines.lines[each]) if lines.is_log(each) else None
        if written is not None:
            return each, written
    return None


def _begun(lines: Lines, number: int, run_line: str) -> tuple[int, datetime] | None:
    """Return the line in which the run of the quoted line began."""
    wanted = _RUN.search(run_line)
    for each in range(number - 1, max(number - _FAR, -1), -1):
        line = lines.lines[each]
        if not _BEGINNING.search(line):
            continue
        named, written = _RUN.search(line), when(line)
        if written is not None and not (wanted and named and wanted[1] != named[1]):
            return each, written
    return None


def _seconds(earlier: datetime, later: datetime) -> float | None:
    """Return the seconds between; None where they go backwards or only one line names its day."""
    passed = later - earlier
    if (earlier.year == 1) != (later.year == 1):
        return None
    if earlier.year == 1 and passed < timedelta():  # past midnight
        passed += _DAY
    return round(passed.total_seconds(), 3) if passed >= timedelta() else None
