"""Which kind of limit is meant where one thing alone is named."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read
from bot.reading.said_wishes import kind_named


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("pool ingest 3/3, three runs work, the others are Late", "work_pool"),
        ("flow runs in pool ingest are stuck Late", "work_pool"),
        ("runs in queue nightly of pool ingest stay Late", "work_queue"),
        ("pool ingest is not paused, its worker polls, still Late runs", "work_pool"),
        ("gcl ftp stuck at 2/2, nothing runs", "global"),
        ("at most thirty flow runs in pool ingest please", "work_pool"),
        ("how can I set the limit of deployment load/daily to 5?", "deployment"),
    ],
)
def test_the_only_kind_of_thing_that_is_named_is_meant(
    text: str, mechanism: str, patterns: list[Pattern]
) -> None:
    assert read(text, patterns).value("mechanism") == mechanism


@pytest.mark.parametrize(
    "text",
    [
        "runs stay Late, is it pool ingest or tag ftp?",
        "what is better, a limit on pool ingest or on deployment load/daily?",
    ],
)
def test_where_several_or_other_things_are_named_none_is_stated(text: str, patterns: list[Pattern]) -> None:
    assert read(text, patterns).value("mechanism") is None


def test_a_pool_of_connections_is_no_work_pool() -> None:
    assert kind_named("slots leak when the DB pool is exhausted") == ""
    assert kind_named("slots leak in pool etl") == "work_pool"
