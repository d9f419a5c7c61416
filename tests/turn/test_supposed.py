"""Questions about what would happen: they are answered, and nothing in them is taken for what is."""

from __future__ import annotations

import pytest

from .talking import confirmed, facts, talk

OF_A_LIMIT_OF_ZERO = (
    "will a concurrency limit of 0 on the pool unblock this?",
    "what happens when the deployment limit is 0?",
    "rate limit of 0 calls per minute, how",
    "what would a queue limit of 0 do",
    "if the gcl limit is 0 what happens to waiting tasks",
    "is a tag limit of 0 a pause?",
)


@pytest.mark.parametrize("text", OF_A_LIMIT_OF_ZERO)
async def test_who_asks_what_a_limit_of_zero_does_has_none(text: str) -> None:
    turn = await talk(text)
    assert confirmed(turn) == ["CL136"]
    assert "slot_limit" not in facts(turn)


async def test_a_verb_behind_the_pool_is_not_its_name() -> None:
    turn = await talk("will a concurrency limit of 0 on the pool unblock this?")
    assert "prefect work-pool pause my-pool" in turn.report["text"]
    assert "unblock" not in turn.report["text"]


async def test_a_limit_that_is_said_to_be_zero_is_the_cause() -> None:
    assert confirmed(await talk("our gcl crm has limit 0 and tasks fail with 422"))[0] == "CL33"


@pytest.mark.parametrize(
    "text",
    [
        "does a paused run give its deployment slot back?",
        "my run is paused waiting for input and the deployment limit is 1, can another run start meanwhile?",
        "does a suspended run keep its slot?",
        "is the deployment slot freed while a run is paused?",
    ],
)
async def test_a_paused_run_is_no_paused_deployment(text: str) -> None:
    turn = await talk(text)
    assert confirmed(turn)[0] == "CL132"
    assert "CL88" not in confirmed(turn)
    assert "another run may start meanwhile" in turn.report["text"]
    assert "it works beside the limit" in turn.report["text"]


async def test_a_run_that_is_paused_beside_a_full_deployment_confirms_no_pause_of_it() -> None:
    text = "our run is paused, the next one is AwaitingConcurrencySlot, deployment limit 1, why?"
    assert "CL88" not in confirmed(await talk(text))


@pytest.mark.parametrize(
    "text",
    [
        "I paused the deployment but runs still start",
        "the deployment sales/hourly is paused and yet runs start",
        "we did pause our nightly deployment, why do runs of it still start",
    ],
)
async def test_a_paused_deployment_is_told_from_a_paused_run(text: str) -> None:
    assert confirmed(await talk(text))[0] == "CL88"
