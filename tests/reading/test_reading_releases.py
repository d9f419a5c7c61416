"""A release in a question changes nothing of what is asked."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read
from bot.reading.releases import without_dots, without_releases

ASKED = [
    ("do retries keep the deployment's slot{}?", "asks_slot_in_retry"),
    ("does a paused run keep its deployment slot{}?", "asks_slot_in_pause"),
]


@pytest.mark.parametrize(
    "release", ["", " on 3.7.0", " on 3.4.8", " in Prefect 3.6", " with v3.0.0rc2", " on 3.6"]
)
@pytest.mark.parametrize(("text", "signature"), ASKED)
def test_a_question_is_the_same_on_any_release(
    text: str, signature: str, release: str, patterns: list[Pattern]
) -> None:
    reading = read(text.format(release), patterns)

    assert reading.value("signatures") == [signature]
    assert reading.value("symptom") == "semantics_question"


def test_a_quote_shows_the_release_as_it_was_written(patterns: list[Pattern]) -> None:
    reading = read("does a paused run keep its deployment slot on 3.4.8?", patterns)
    [quote] = [each.quote for each in reading.statements if each.name == "signatures"]

    assert quote == "does a paused run keep its deployment slot on 3.4.8?"


@pytest.mark.parametrize(
    "text",
    ["at most 2.5 calls a second on 2.5 cores", "http://10.1.2.3:4200/api", "see the limit on 3. Then 4"],
)
def test_other_numbers_are_no_releases(text: str) -> None:
    assert without_dots(text) == without_releases(text) == text
