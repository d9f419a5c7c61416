"""A rate is read as it is written, whole; what may be two numbers, or none, is none."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

ASKED = "how do I set up a rate limit of {}?"
READ = {
    "1/3 call per second": (1, 3, 0.333333),
    "half a call per second": (1, 2, 0.5),
    "2.5 requests per second": (5, 2, 2.5),
    "2.5/s": (5, 2, 2.5),
    "0.125 requests per second": (1, 8, 0.125),
    "10 000 requests per hour": (10_000, 3600, 2.77777),
    "10'000 requests per hour": (10_000, 3600, 2.77777),
    "10_000 requests/hour": (10_000, 3600, 2.77777),
    "10k requests per hour": (10_000, 3600, 2.77777),
    "1,000 requests per 15 minutes": (1000, 900, 1.11111),
    "1,234,567 calls per day": (1_234_567, 86_400, 14.2889),
    "10 calls a week": (10, 604_800, 0.0000165343),
    "two hundred requests per minute": (200, 60, 3.33333),
    "twenty-five requests per second": (25, 1, 25.0),
    "two hundred and fifty requests per minute": (250, 60, 4.16666),
    "1.5 million requests per day": (1_500_000, 86_400, 17.3611),
    "90 calls per 1.5 minutes": (90, 90, 1.0),
    "1 request per 100 ms": (10, 1, 10.0),
    "three calls per half an hour": (3, 1800, 0.00166666),
    "1,000 rpm": (1000, 60, 16.6666),
    "30 req/min": (30, 60, 0.5),
    "no more than one call each 90 seconds": (1, 90, 0.0111111),
}
UNCLEAR = [
    "two three requests per second",
    "1.000 requests per minute",
    "1,5 requests per second",
    "10-20 requests per second",
    "1e3 requests per second",
    "-5 calls per minute",
    "0 calls per minute",
    "100 calls per 0 seconds",
    "1000000000000 calls per second",
    "1 call per 10 years",
    "5 00 requests per hour",
]


@pytest.mark.parametrize("rate", READ)
def test_a_rate_is_read_as_it_is_written(rate: str, patterns: list[Pattern]) -> None:
    reading = read(ASKED.format(rate), patterns)

    assert tuple(reading.value(f"wish_{each}") for each in ("calls", "seconds", "decay")) == READ[rate]


@pytest.mark.parametrize("rate", UNCLEAR)
def test_what_is_unclear_gives_no_rate(rate: str, patterns: list[Pattern]) -> None:
    reading = read(ASKED.format(rate), patterns)

    assert [reading.value(f"wish_{each}") for each in ("calls", "seconds", "decay")] == [None] * 3


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("how do I rate limit to 60/min per user and 1000/h total?", None),
        ("we send 10 calls per second, how do I rate limit to 5 per second?", None),
        ("how do I rate limit to 1 call per second, so 60 per minute?", 1),
    ],
)
def test_of_two_different_rates_none_is_taken(text: str, calls: int | None, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("wish_calls") == calls
