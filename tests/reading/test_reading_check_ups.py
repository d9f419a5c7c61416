"""Who asks whether all is well wants a look at everything, also when nothing else is said."""

from __future__ import annotations

import pytest

from bot.reading import Pattern, read


@pytest.mark.parametrize(
    "text",
    [
        "is my workspace healthy?",
        "are my limits all right?",
        "is it fixed now?",
        "did the fix work?",
        "did it help?",
        "all good?",
        "is everything resolved?",
    ],
)
def test_a_check_up_is_asked_for(text: str, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)
    assert (reading.in_scope, reading.small_talk) == (True, False)


@pytest.mark.parametrize(
    ("text", "small_talk"),
    [
        ("all good", True),
        ("all good now, thanks", True),
        ("is my laptop healthy?", False),
        ("did the export work?", False),
        ("is that all?", False),
    ],
)
def test_none_is_asked_for(text: str, small_talk: bool, patterns: list[Pattern]) -> None:
    reading = read(text, patterns)
    assert (reading.in_scope, reading.small_talk) == (False, small_talk)


def test_calls_a_day_are_a_rate_but_support_calls_are_none(patterns: list[Pattern]) -> None:
    wish = read("at most 1000 requests per day to the vendor API, how?", patterns)
    assert (wish.value("mechanism"), wish.value("symptom")) == ("rate_limit", "how_to_configure")
    late = read("I get 3 support calls a day about late runs", patterns)
    assert (late.value("mechanism"), late.value("symptom")) == (None, "runs_late_pending")
