"""A count is read whole, in digits and in words; a share, a rate or an unknown word gives none."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read

COUNTS = {
    "set the pool limit of k8s to one thousand": 1000,
    "limit pool k8s to one hundred": 100,
    "limit pool k8s to a hundred": 100,
    "limit pool k8s to twenty five": 25,
    "limit pool k8s to twenty-five runs": 25,
    "set tag limit db to two hundred": 200,
    "set tag limit db to two hundred and fifty": 250,
    "limit pool k8s to two dozen runs": 24,
    "limit pool k8s to 2 hundred": 200,
    "limit pool k8s to 1k": 1000,
    "how do I let only seventeen tasks tagged db run at once?": 17,
    "how do I run only one-at-a-time on pool k8s?": 1,
}
NONE = [
    "limit pool k8s to two three",
    "limit pool k8s to 50% of the cluster",
    "limit pool k8s to 50 percent of the cluster",
    "limit pool k8s to three quarters of the cluster",
    "limit pool k8s to one and a half",
    "limit pool k8s to two billion",
    "limit pool k8s to 10-20 runs",
    "set the limit of the pool k8s to 2-core runs",
    "limit deployment etl/prod to 3 runs per hour",
    "limit deployment etl/prod to three runs a week",
]


@pytest.mark.parametrize("text", COUNTS)
def test_a_count_is_read_whole(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("wish_count") == COUNTS[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_whole_number_gives_no_count(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("wish_count") is None
