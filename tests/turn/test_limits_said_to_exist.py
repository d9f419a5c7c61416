"""Who sees the limit that a log calls missing is not told to create it."""

from __future__ import annotations

import pytest

from .talking import confirmed, talk

MISSING = "Concurrency limits ['erp'] do not exist - skipping acquisition."


@pytest.mark.parametrize(
    "words",
    [
        "but it exists! I see erp in prefect gcl ls",
        "but the limit exists",
        "`prefect gcl ls` shows it",
        "Yet erp does exist",
        "I can see it in the UI.",
    ],
)
@pytest.mark.parametrize("later", [False, True])
async def test_it_is_looked_for_in_another_api_or_workspace(words: str, later: bool) -> None:
    turn = await (talk(MISSING, words) if later else talk(f"{MISSING} {words}"))
    assert confirmed(turn)[0] == "CL35"
    assert "asks another API or workspace" in turn.report["text"]
    assert "prefect config view" in turn.report["text"]
    assert "prefect gcl create" not in turn.report["text"]


@pytest.mark.parametrize(
    "words", ["does it exist?", "I don't see it in gcl ls", "gcl ls shows nothing", "what if it exists?"]
)
async def test_who_does_not_see_it_is_told_to_create_it(words: str) -> None:
    assert "prefect gcl create erp --limit 1" in (await talk(f"{MISSING} {words}")).report["text"]
