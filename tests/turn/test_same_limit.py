"""More about the limit that was spoken of, said in few words, and what Prefect answered to a fix."""

from __future__ import annotations

import pytest

from bot.replies.plain import plain_text

from .talking import confirmed, facts, talk

LOST = "Concurrency lease renewal failed - slots are no longer reserved. exception: ConnectError: refused"


async def test_what_a_task_waits_for_is_of_the_same_tag() -> None:
    turn = await talk(
        "tasks with tag ftp limit 1 stay pending", "one waits for the other by wait_for", "3.2.16"
    )
    assert confirmed(turn)[:1] == ["CL147"]
    assert "another problem" not in plain_text(turn.reply)


@pytest.mark.parametrize("text", ["it has a slot decay of 0.2", "the limit has slot_decay_per_second=0.2"])
async def test_a_decay_of_the_limit_that_lets_too_many_in_is_of_that_limit(text: str) -> None:
    turn = await talk('limit sap is not enforced: 4 flows run inside concurrency("sap") at once', text)
    assert facts(turn)["slot_decay"] == 0.2
    assert facts(turn)["symptom"] == "limit_not_enforced"
    assert turn.report["verdicts"][0]["code"] == "CL105"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("there was a downtime of the API last night", "CL42"),
        ("only one run lost it, in a long polars join of half an hour", "CL43"),
    ],
)
async def test_what_happened_to_a_lease_counts_while_something_else_is_asked(text: str, code: str) -> None:
    turn = await talk(LOST, text)
    assert code in confirmed(turn)


async def test_code_of_a_kind_that_may_freeze_does_not_tell_that_it_did() -> None:
    turn = await talk(LOST, "a long polars join was busy, half an hour")
    assert "lease_failure_shape" not in facts(turn)


async def test_a_question_whether_the_api_was_away_tells_nothing() -> None:
    turn = await talk(LOST, "was there an outage of the API?")
    assert "lease_failure_shape" not in facts(turn)


async def test_a_fix_that_prefect_refuses_is_a_cause_of_its_own() -> None:
    lost = "Deployment concurrency slot lost during provisioning - no slots available to continue execution"
    turn = await talk(lost, "a grace period of 7 did not work, 422 Unprocessable")
    assert confirmed(turn)[:2] == ["CL112", "CL55"]


async def test_a_number_of_what_is_seen_is_no_wish_to_hand_over() -> None:
    turn = await talk(
        "pool ftp is full, 9/9, but only 2 pods live", "what is a pod?", "I need a human", "hand over"
    )
    assert "How many may run" not in plain_text(turn.reply)
