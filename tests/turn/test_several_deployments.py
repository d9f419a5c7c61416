"""One limit over several deployments: what is told holds for each fix, and numbers are the person's own."""

from __future__ import annotations

import pytest

from .talking import confirmed, talk

SHARE = "several deployments should share one concurrency limit, can I do it in prefect.yaml?"


async def test_no_number_is_made_up() -> None:
    said = (await talk(SHARE)).report["text"]
    assert "--limit NUMBER" in said
    assert "with your own number as NUMBER" in said
    numbered = (await talk("limit all my deployments together to 4 runs at once")).report["text"]
    assert "--limit 4" in numbered
    assert "NUMBER" not in numbered


async def test_what_shows_that_it_worked_is_said_of_each_fix() -> None:
    said = (await talk(SHARE)).report["text"]
    assert "with the queue, together no more are Pending or Running" in said
    assert "prefect gcl inspect shared never counts more" in said


async def test_a_limit_that_is_shared_by_its_id_goes_for_all() -> None:
    said = (await talk(SHARE)).report["text"]
    assert "by its next prefect deploy or serve(), that limit changes or goes for all" in said


@pytest.mark.parametrize(
    "text",
    [
        "can two deployments have the same tag limit?",
        "can several deployments share a tag limit?",
        "share a tag limit across two deployments",
    ],
)
async def test_a_tag_s_limit_is_no_limit_of_deployments(text: str) -> None:
    assert "CL117" not in confirmed(await talk(text))
