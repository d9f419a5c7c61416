from __future__ import annotations

import pytest

from bot.slack.typed_answer import Pending, Typed, typed_answer

HOSTING = Pending("hosting", (("cloud", "Prefect Cloud"), ("self_hosted", "Our own server")))
REPLICAS = Pending("replicas", (("one", "One"), ("several", "Several")))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cloud", "cloud"),
        ("Prefect Cloud.", "cloud"),
        ("`self-hosted`", "self_hosted"),
        ("our own server!", "self_hosted"),
        ("server", "self_hosted"),
        ("I don't know", None),
        ("not sure", None),
    ],
)
def test_who_types_an_option_has_chosen_it(text: str, value: str | None) -> None:
    assert typed_answer(text, HOSTING) == Typed(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "own",
        "our",
        "why?",
        "the server restarted at noon",
        "cloud or server",
        "Prefect",
        "🤷",
        "x" * 9_000,
    ],
)
def test_what_names_no_single_option_is_no_answer(text: str) -> None:
    pending = Pending("hosting", (*HOSTING.options, ("managed", "Prefect managed")))
    assert typed_answer(text, pending) is None


def test_numbers_and_short_words_count_when_they_are_the_whole_option() -> None:
    assert typed_answer("one", REPLICAS) == Typed("one")
    assert typed_answer("2", Pending("slots", (("1", "1"), ("2", "2")))) == Typed("2")
