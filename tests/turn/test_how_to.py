"""A guide is filled with the person's own numbers and names; what nobody said stands as a word to fill in."""

from __future__ import annotations

import pytest

from .talking import talk


async def written(*texts: str) -> str:
    """The commands and snippets of the first verdict, as one text."""
    turn = await talk(*texts)
    fixes = turn.report["verdicts"][0]["fixes"]
    return "\n".join(line for fix in fixes for line in (*fix["commands"], fix["snippet"] or ""))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("how can I make a global limit named lake with 21 slots?", "prefect gcl create lake --limit 21"),
        ('set the limit of the queue "rush" 7', "set-concurrency-limit rush 7"),
        ('limit of pool "two words" is 5, how could I make it 9', "set-concurrency-limit 'two words' 9"),
        ("set the limit of the deployment sales/hourly at 4 please", "LIMIT = 4\n"),
        ("how do I set up a global limit lake?", "prefect gcl create lake --limit NUMBER"),
        ("how do I set a concurrency limit on the tag lake?", "prefect concurrency-limit create lake NUMBER"),
        ("how do I set a concurrency limit on work pool ecs?", "set-concurrency-limit ecs NUMBER"),
    ],
)
async def test_a_guide_writes_the_number_that_was_said_or_none(text: str, line: str) -> None:
    assert line in await written(text)


async def test_a_guide_claims_no_number_that_nobody_said() -> None:
    turn = await talk("how do I set a concurrency limit on the deployment billing/prod?")
    assert "at most so many runs" in turn.report["text"]
    assert "with your own number as LIMIT" in turn.report["text"]
