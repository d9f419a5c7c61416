"""One measured figure, and the table of all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Floor:
    """What this machine needs just now for the least there is to do."""

    what: str
    samples: Sequence[float]

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.samples) * 1000


@dataclass(frozen=True)
class Figure:
    """Milliseconds: the median, the 99th of a hundred, what is aimed at."""

    what: str
    median: float
    worst: float
    aim: float
    floor: Floor
    note: str

    @property
    def kept(self) -> bool:
        return self.worst <= self.aim


def figure(what: str, samples: Sequence[float], aim: float, floor: Floor, note: str = "") -> Figure:
    """Sum up samples given in seconds; the 99th percentile of few samples is the slowest of them."""
    ordered = sorted(samples)
    worst = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Figure(what, statistics.median(samples) * 1000, worst * 1000, aim, floor, note)


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return the seconds of each of so many goes, the first one left out."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def show(figures: Sequence[Figure]) -> None:
    table = Table("", "p50 ms", "p99 ms", "aim p99", "", "floor ms", "floor is", "note", box=None)
    for column in (1, 2, 3, 5):
        table.columns[column].justify = "right"
    for each in figures:
        mark = "kept" if each.kept else "MISSED"
        numbers = (
            f"{each.median:.1f}",
            f"{each.worst:.1f}",
            f"≤ {each.aim:g}",
            mark,
            f"{each.floor.milliseconds:.2f}",
        )
        table.add_row(each.what, *numbers, each.floor.what, each.note)
    Console(width=160).print(table)
