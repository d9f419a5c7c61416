"""A name that a person gives in a later message, with or without the word of its kind, fills the commands."""

from __future__ import annotations

import pytest

from .talking import TAG, facts, talk

GLOBAL = "gcl lake-lock is stuck at 1/1, nothing runs"


@pytest.mark.parametrize(
    ("texts", "known"),
    [
        (('flow runs are late in the queue "rush"', "the pool is ecs-prod"), {"wish_pool": "ecs-prod"}),
        (
            ('flow runs are late in the queue "rush"', "the pool is ecs-prod", "its pool limit is 10"),
            {"wish_pool": "ecs-prod", "wish_queue": "rush"},
        ),
        (
            ("my flow runs wait", "work queue", "it's named 'nightly-jobs', in the pool 'lake'"),
            {"wish_queue": "nightly-jobs", "wish_pool": "lake"},
        ),
        (("my flow runs wait", "work pool", "it's ecs-prod"), {"wish_pool": "ecs-prod"}),
        (("my flow runs wait", "work pool ecs-prod"), {"wish_pool": "ecs-prod"}),
        ((TAG, "the tag is called lake-x"), {"wish_tag": "lake-x"}),
        ((GLOBAL, "it's called lake_lock, sorry"), {"wish_limit": "lake_lock"}),
        ((GLOBAL, "sorry, not lake-lock, it's lake-lock2"), {"wish_limit": "lake-lock2"}),
        (("how could I lower the tag limit lake from 30 to 8?",), {"wish_tag": "lake"}),
        (("what happens when I lower the pool limit ecs1?",), {"wish_pool": "ecs1"}),
    ],
)
async def test_a_name_is_kept_whenever_it_is_said(texts: tuple[str, ...], known: dict[str, str]) -> None:
    said = facts(await talk(*texts))
    assert {name: said.get(name) for name in known} == known


@pytest.mark.parametrize("text", ["it's called lake_lock, sorry", "sorry, not lake-lock, it's lake_lock"])
async def test_another_name_is_noted(text: str) -> None:
    assert "Noted: lake_lock, not lake-lock." in (await talk(GLOBAL, text)).report["text"]


async def test_what_answers_a_question_is_no_name() -> None:
    assert "wish_tag" not in facts(
        await talk("my tag limit is stuck: its slots stay taken", "it's memory-leak")
    )
