"""The lines of a text: which are a log's, whose log it is, and which stand together in one record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.reading.log_lines import is_log_line, log_origin
from bot.reading.log_records import Record, records_in


@dataclass(slots=True)
class Lines:
    """The lines of a text with their offsets; each line is judged once, and only when asked for."""

    text: str
    quoted: str = ""  # the text as it was written, letter for letter as long; else `text` itself
    lines: list[str] = field(init=False)
    _quotes: list[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _judged: dict[int, bool] = field(init=False)
    _records: dict[int, Record] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self._quotes = self.quoted.split("\n") if self.quoted else self.lines
        self._judged = {}
        self._records = records_in(self.lines)
        self._starts = []
        position = 0
        for line in self.lines:
            self._starts.append(position)
            position += len(line) + 1

    def index(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset`."""
        return bisect_right(self._starts, offset) - 1

    def quote(self, number: int) -> str:
        """Return a line as it was written."""
        return self._quotes[number].strip()

    def is_log(self, number: int) -> bool:
        """Tell whether the line is a log line, or stands inside a record of a log."""
        if number not in self._judged:
            self._judged[number] = number in self._records or is_log_line(self.lines[number])
        return self._judged[number]

    def record(self, number: int) -> Record:
        """Return the record that the line stands in: most are one line."""
        return self._records.get(number) or Record(number, number, number)

    def origin(self, number: int) -> str:
        """Return whose log the line stands in: its own word, else that of its record."""
        return log_origin(self.lines[number]) or self.record(number).origin

    def prose(self) -> str:
        """Return what the person wrote: the text without log lines and tracebacks."""
        return self._of(self._prose_numbers())

    def ends_of_prose(self, most: int) -> tuple[str, list[int]]:
        """Return the prose, of a longer one its two ends, and the number of each of its lines."""
        numbers = self._prose_numbers()
        text = self._of(numbers)
        if len(text) <= most:
            return text, numbers
        head, tail = text[: most * 3 // 4], text[-most // 4 :]
        of_tail = numbers[len(numbers) - 1 - tail.count("\n") :]
        return f"{head}\n{tail}", numbers[: head.count("\n") + 1] + of_tail

    def _prose_numbers(self) -> list[int]:
        return [number for number in range(len(self.lines)) if not self.is_log(number)]

    def _of(self, numbers: Iterable[int]) -> str:
        return "\n".join(self.lines[number] for number in numbers)
