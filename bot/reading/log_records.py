"""Records of several lines: a traceback under its head, JSON written out, a row of Prefect's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.log_lines import is_log_line, log_origin

_MOST = 80  # lines of one record
_TRACEBACK = re.compile(r"^\s{0,40}(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\)")
_FRAME = re.compile(r'^\s{1,40}\S|^File "')
_RAISED = re.compile(r"^(?:[A-Za-z_][\w.]{0,200}\.)?[A-Z]\w{0,80}(?::|\(|$)")
_GOES_ON = re.compile(
    r"^(?:Response: |For more information check: |The above exception was |During handling of the above )"
)
# Prefect's page, copied: what was said, when, and by which logger, each on a line of its own.
_LOGGER_ALONE = re.compile(r"^\s{0,40}prefect\.[a-z_.]{3,60}\s{0,9}$")
_TIME_ALONE = re.compile(
    r"^\s{0,40}(?:[\w,/-]{1,20} ){0,4}(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,6})?"
    r"(?: ?[AP]M)?\s{0,9}$"
)
_LEVEL_ALONE = re.compile(r"(?i)^\s{0,40}(?:debug|info|warning|error|critical)\s{0,9}$")
_OPENED = frozenset({"{", "[{", "},{", "}, {"})
_CLOSED = frozenset({"}", "},", "}]", "},{", "}, {"})
_LOGS = re.compile(r'^\s{0,40}"(?:level|levelname|severity|logger|logger_name)"\s{0,3}:')
_MESSAGE = re.compile(r'^\s{0,40}"(?:message|msg|event|text)"\s{0,3}:')


@dataclass(frozen=True, slots=True)
class Record:
    """The lines of one record, and the one that holds what it says; -1 where each line speaks for itself."""

    first: int
    last: int
    says: int = -1
    origin: str = ""


def records_in(lines: Sequence[str]) -> dict[int, Record]:
    """Return the record that each line of a longer record belongs to."""
    found: dict[int, Record] = {}
    for records in (_rows(lines), _written_out(lines), _tracebacks(lines)):
        for record in records:
            for number in range(record.first, record.last + 1):
                found.setdefault(number, record)
    return found


def _rows(lines: Sequence[str]) -> Iterator[Record]:
    """Yield the rows of Prefect's page; what stands between two rows is the later one's message."""
    before = -1
    for last in range(2, len(lines)):
        if not (_LOGGER_ALONE.match(lines[last]) and _TIME_ALONE.match(lines[last - 1])):
            continue
        says = last - 2
        if before >= 0 and last - before < _MOST:
            says = next((n for n in range(before + 1, last - 1) if _is_message(lines[n])), says)
        yield Record(says, last, says, log_origin(lines[last]))
        before = last


def _is_message(line: str) -> bool:
    return bool(line.strip()) and not _LEVEL_ALONE.match(line)


def _written_out(lines: Sequence[str]) -> Iterator[Record]:
    """Yield the objects of JSON, one field a line, that have a level or a logger."""
    first = -1
    for number, line in enumerate(lines):
        bare = line.strip()
        closes = bare in _CLOSED and first >= 0 and _indent(line) == _indent(lines[first])
        if closes and number - first < _MOST:
            inner = range(first + 1, number)
            if any(_LOGS.match(lines[each]) for each in inner):
                says = next((each for each in inner if _MESSAGE.match(lines[each])), first)
                origin = next((found for each in inner if (found := log_origin(lines[each]))), "")
                yield Record(first, number, says, origin)
        if bare in _OPENED:
            first = number
        elif closes:
            first = -1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _tracebacks(lines: Sequence[str]) -> Iterator[Record]:
    number = 0
    while number < len(lines):
        if not _TRACEBACK.match(lines[number]):
            number += 1
            continue
        last = _end_of_traceback(lines, number)
        headed = number > 0 and is_log_line(lines[number - 1])
        first = number - 1 if headed else number
        yield Record(first, last, origin=log_origin(lines[first]))
        number = last + 1


def _end_of_traceback(lines: Sequence[str], start: int) -> int:
    """Return the last line of a traceback, with those that it was raised from."""
    last, raised = start, False
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            if number - last > 1:
                break
            continue
        if _TRACEBACK.match(line) or _GOES_ON.match(line):
            raised = raised and not _TRACEBACK.match(line)
        elif raised or not (_FRAME.match(line) or _RAISED.match(line)):
            break
        else:
            raised = not _FRAME.match(line)
        last = number
    return last
