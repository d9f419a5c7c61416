"""When a log line was written, how long after the run began, and which line stands before it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.reading.log_excerpt import LEFT_OUT
from bot.reading.log_records import Record
from bot.reading.logs import Lines
from bot.reading.models import Statement

# Prefect writes HH:MM:SS.mmm to the terminal and ISO 8601 elsewhere; Python's logging puts a comma before ms.
_TIME = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)[T ]|\b)(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,6})\d{0,3})?(?: ?([AP])M\b)?"
    r"(?: ?(Z|[+-]\d\d(?::?[0-5]\d)?)(?![\w:]))?"
)
# Ten digits are seconds since 1970, of this century; three, six or nine more a finer count.
_DIGITS = r"(1[5-9]\d{8}(?:\d{9}|\d{6}|\d{3})?)(\.\d{1,9})?(?![\w.])"
_EPOCH = re.compile(
    rf"^[\s\[(]{{0,40}}{_DIGITS}|\"(?:ts|t|time|timestamp|created|epoch|timeMillis|@timestamp)\""
    rf"\s{{0,3}}:\s{{0,3}}\"?{_DIGITS}"
)
_FIELD = 600  # characters in which a field of a JSON line says when it was written
_HEAD = 160  # characters in which a line says when it was written
_BEGINNING = re.compile(r"\bBeginning (?:sub)?(?:flow|task) run\b|\bBeginning execution\b", re.IGNORECASE)
_RUN = re.compile(r"\b(?:Flow|Task) run '([^']{1,200})'")
_NEAR, _FAR = 200, 2_000  # lines looked at before the quoted one
_QUOTE = 300
_DAY = timedelta(days=1)


def when(line: str) -> datetime | None:
    """Return when a line was written, in UTC where it says its zone; on the first day where it names none."""
    if counted := _since_epoch(line[:_FIELD]):
        return counted
    match = _TIME.search(line[:_HEAD])
    if match is None:
        return None
    date, hour, minute, second, fraction, half, zone = match.groups()
    hours = int(hour) % 12 + (12 if half == "P" else 0) if half else int(hour)
    try:
        day = datetime.fromisoformat(date) if date else datetime.min
        local = day.replace(
            hour=hours, minute=int(minute), second=int(second), microsecond=int(f"{fraction or 0:0<6}")
        )
        # A time without its day stays as it is: in UTC it may be of the day before.
        return local.replace(tzinfo=UTC) - _offset(zone) if date and zone else local
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    minutes = int(zone[1:3]) * 60 + int(zone[-2:] if len(zone) > 3 else 0)
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def _since_epoch(head: str) -> datetime | None:
    """Return the moment of a line that counts the seconds or milliseconds since 1970."""
    match = _EPOCH.search(head)
    if match is None:
        return None
    digits, fraction = match[1] or match[3], match[2] or match[4]
    seconds = int(digits[:10]) + int(digits[10:] or 0) / 10 ** len(digits[10:])
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds + float(fraction or 0))


def surroundings(lines: Lines, number: int, run_line: str) -> list[Statement]:
    """Return what the log says about the moment of the line `number`, each with its own line."""
    at = _moment(lines, number, number - _NEAR)
    if at is None:
        return []
    number, moment = at
    found = []
    if before := _moment(lines, lines.record(number).first - 1, number - _NEAR):
        found.append(("line_before", "silent_before_seconds", before))
    if begun := _begun(lines, number, run_line):
        found.append(("", "failed_after_seconds", begun))
    said = []
    for quoting, timing, (there, written) in found:
        text = lines.quote(there)[:_QUOTE]
        if quoting:
            said.append(Statement(quoting, text, "log", text))
        if (seconds := _seconds(written, moment)) is not None:
            said.append(Statement(timing, seconds, "log", text))
    return said


def _moment(lines: Lines, number: int, last: int) -> tuple[int, datetime] | None:
    """Return the nearest log line from `number` upwards that says when it was written."""
    while number >= max(last, 0):
        if lines.lines[number] == LEFT_OUT:
            return None
        record = lines.record(number)
        if lines.is_log(number) and (written := _written(lines, record)):
            return (record.first if record.says < 0 else record.says), written
        number = record.first - 1
    return None


def _written(lines: Lines, record: Record) -> datetime | None:
    """Return when a record was written: a traceback says so in its head, other records in any line."""
    last = record.first if record.says < 0 else record.last
    return next((at for each in range(record.first, last + 1) if (at := when(lines.lines[each]))), None)


def _begun(lines: Lines, number: int, run_line: str) -> tuple[int, datetime] | None:
    """Return the line in which the run of the quoted line began."""
    wanted = _RUN.search(run_line)
    for each in range(number - 1, max(number - _FAR, -1), -1):
        line = lines.lines[each]
        if not _BEGINNING.search(line):
            continue
        named, written = _RUN.search(line), _written(lines, lines.record(each))
        if written is not None and not (wanted and named and wanted[1] != named[1]):
            return each, written
    return None


def _seconds(earlier: datetime, later: datetime) -> float | None:
    """Return the seconds between; None where they go backwards or only one line names its day or zone."""
    if (earlier.year == 1) != (later.year == 1) or (earlier.tzinfo is None) != (later.tzinfo is None):
        return None
    passed = later - earlier
    if earlier.year == 1 and passed < timedelta():  # past midnight
        passed += _DAY
    return round(passed.total_seconds(), 3) if passed >= timedelta() else None
