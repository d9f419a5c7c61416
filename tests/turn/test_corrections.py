"""A correction takes a name for a name, and what is wrong only from words that tell it."""

from __future__ import annotations

import pytest

from .talking import LEASE, confirmed, facts, talk
from .test_how_to import written

POOL = "how do I limit pool gpu to 5"
LOST = "Concurrency lease renewal failed, self-hosted, in the flow's log"
PENDING = "tag limit db: my tasks stay Pending for hours"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sorry, not gpu but cpu", ["cpu"]),
        ("not gpu, but rather the cpu one", ["cpu"]),
        ("it's cpu, not gpu", ["cpu"]),
        ("no, pool cpu, not pool gpu", ["cpu"]),
    ],
)
async def test_no_word_beside_the_new_name_is_taken_for_one(text: str, names: list[str]) -> None:
    turn = await talk(POOL, text)
    assert turn.case.value("named") == names
    assert "Noted: cpu, not gpu." in turn.report["text"]
    assert "set-concurrency-limit cpu 5\n" in await written(POOL, text)


async def test_the_name_of_a_stuck_limit_is_corrected() -> None:
    turn = await talk("global limit api is stuck at 3/3 but nothing runs", "not api but erp")
    assert turn.case.value("named") == ["erp"]
    assert turn.case.value("wish_limit") == "erp"


@pytest.mark.parametrize("text", ["not gpu, the other one", "not gpu but alpha or beta maybe"])
async def test_a_name_that_is_only_denied_is_in_no_command(text: str) -> None:
    assert "set-concurrency-limit my-pool 5\n" in await written(POOL, text)


async def test_a_name_of_another_kind_turns_to_that_kind() -> None:
    turn = await talk(POOL, "sorry, not gpu but the queue high")
    assert turn.case.value("mechanism") == "work_queue"
    assert turn.case.value("wish_queue") == "high"
    assert "wish_pool" not in turn.case.facts


async def test_a_limit_of_another_kind_takes_its_name_along() -> None:
    turn = await talk(POOL, "sorry, tag db")
    assert turn.case.value("named") == ["db"]
    assert "wish_pool" not in turn.case.facts
    assert "prefect concurrency-limit create db 5" in await written(POOL, "sorry, tag db")


async def test_what_is_taken_back_is_no_longer_possible() -> None:
    told = "lease renewal failed. self-hosted, flow's log, the server restarted"
    turn = await talk(told, "no, it was not restarted")
    assert "Noted: not The server restarted." in turn.report["text"]
    assert "forgot its leases" not in turn.report["text"]


@pytest.mark.parametrize(
    "first", ["deployment etl/prod: runs stay AwaitingConcurrencySlot", PENDING, "global limit api is stuck"]
)
async def test_that_the_limit_is_on_changes_nothing_else(first: str) -> None:
    before, turn = await talk(first), await talk(first, "no, the limit is on")
    assert facts(turn) == facts(before) | {"limit_active": True}
    assert "Noted" not in turn.report["text"]


@pytest.mark.parametrize("text", ["no, the limit is on", "the limit is on", "no, it is on"])
async def test_that_the_limit_is_on_answers_whether_it_is(text: str) -> None:
    turn = await talk("tag limit db not respected", text)
    assert turn.case.value("limit_active") is True
    assert turn.case.pending != "limit_active"


@pytest.mark.parametrize(
    "text",
    ["no, not the server, the network", "actually it was the worker that restarted, not the server"],
)
async def test_the_server_that_did_nothing_is_still_our_own(text: str) -> None:
    turn = await talk(LOST, text)
    assert turn.case.value("hosting") == "self_hosted"
    assert turn.case.pending != "hosting"


async def test_a_state_that_is_put_right_keeps_the_symptom() -> None:
    turn = await talk(PENDING, "sorry I mean they are Late, not Pending")
    assert turn.case.value("symptom") == "runs_late_pending"
    assert turn.case.pending == (await talk(PENDING)).case.pending
    assert "tells me nothing" not in turn.report["text"]


@pytest.mark.parametrize(
    "text", ["sorry, it's cloud", "no, Prefect Cloud", "actually we are on Prefect Cloud"]
)
async def test_a_whole_option_still_corrects(text: str) -> None:
    assert (await talk(LOST, text)).case.value("hosting") == "cloud"


async def test_a_symptom_is_corrected_by_a_text_about_it() -> None:
    turn = await talk("my tag limit db", "Slots stay taken", "sorry, more run than the limit")
    assert turn.case.value("symptom") == "limit_not_enforced"
    assert not confirmed(turn)


async def test_where_it_runs_can_be_denied_by_its_whole_name() -> None:
    assert "hosting" not in (await talk(LEASE, "our own server", "sorry, not our own server")).case.facts
