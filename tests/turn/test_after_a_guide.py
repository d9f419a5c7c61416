"""What follows a guide: another number for it, and a question that goes on about its limit."""

from __future__ import annotations

import pytest

from bot.replies.markup import text_of

from .talking import confirmed, facts, talk
from .test_how_to import written

DEPLOYMENT = "how do I limit deployment etl/prod to 3"
POOL = "how do I limit pool k8s to 5"


@pytest.mark.parametrize("text", ["now 5 run at once", "5 runs now", "actually 4 runs run", "1 run is up"])
async def test_what_is_seen_is_no_other_number(text: str) -> None:
    assert facts(await talk(DEPLOYMENT, text)).get("wish_count", 3) == 3


@pytest.mark.parametrize(
    ("guide", "text", "count"),
    [
        (DEPLOYMENT, "make it 5", 5),
        (DEPLOYMENT, "no, four", 4),
        (DEPLOYMENT, "make it twenty-five", 25),
        (DEPLOYMENT, "actually 5", 5),
        (DEPLOYMENT, "change the limit to 12 please", 12),
        ("how do I set a tag limit db to 3", "no, 5", 5),
        (POOL, "it should be 8", 8),
        ("how do I set a concurrency limit on work pool k8s?", "6", 6),
    ],
)
async def test_another_number_fills_the_guide_anew(guide: str, text: str, count: int) -> None:
    first, turn = await talk(guide), await talk(guide, text)
    assert turn.case.value("wish_count") == count
    assert confirmed(turn) == confirmed(first)
    assert f"Noted: {count}" in turn.report["text"]


async def test_the_new_number_is_kept_by_what_follows() -> None:
    assert "LIMIT = 5\n" in await written(DEPLOYMENT, "actually 5", "and on 3.4.8?")


@pytest.mark.parametrize("text", ["make it 0", "is 5 enough?", "we have 5 workers", "3.5", "5 per minute"])
async def test_what_is_no_other_number_leaves_the_guide_as_it_is(text: str) -> None:
    assert (await talk(DEPLOYMENT, text)).case.value("wish_count") == 3


async def test_a_number_is_no_wish_where_nothing_is_set_up() -> None:
    turn = await talk("my tag limit db is stuck: its slots stay taken", "make it 5")
    assert "wish_count" not in turn.case.facts


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((DEPLOYMENT, "and delete it again?"), "CL149"),
        ((DEPLOYMENT, "ok, and how do I switch it off later?"), "CL149"),
        ((DEPLOYMENT, "and in prefect.yaml?"), "CL120"),
        ((POOL, "how do I remove the limit again?"), "CL149"),
        ((DEPLOYMENT, "what happens to running runs if I lower it?"), "CL149"),
        ((DEPLOYMENT, "and with CANCEL_NEW?"), "CL05"),
        ((DEPLOYMENT, "and with terraform?"), "CL121"),
        (("is the deployment limit a paid feature?", "ok but how do I set it to 2 for etl/prod?"), "CL73"),
    ],
)
async def test_a_question_that_goes_on_is_asked_of_the_guides_limit(
    texts: tuple[str, ...], code: str
) -> None:
    assert confirmed(await talk(*texts))[0] == code


async def test_who_goes_on_need_not_name_the_limit_again() -> None:
    assert "clear-concurrency-limit k8s\n" in await written(POOL, "and delete it again?")
    question = "ok but how do I set it to 2 for etl/prod?"
    snippet = await written("is the deployment limit a paid feature?", question)
    assert "LIMIT = 2\n" in snippet
    assert "etl/prod" in snippet


async def test_who_asks_how_to_change_the_number_is_not_given_the_old_one() -> None:
    assert "set-concurrency-limit k8s NUMBER" in await written(POOL, "how do I raise it later?")


@pytest.mark.parametrize("text", ["and what color is it?", "how do I print it?", "and in Airflow?"])
async def test_a_question_of_something_else_is_not_answered_with_the_guide(text: str) -> None:
    turn = await talk(DEPLOYMENT, text)
    assert not confirmed(turn)
    assert text_of(turn.reply.headline)
    assert facts(turn) == facts(await talk(DEPLOYMENT))


async def test_another_number_of_calls_keeps_their_time() -> None:
    rate = "how do I rate limit to 10 calls per minute?"
    assert "--slot-decay-per-second 0.333333" in await written(rate, "make it 20")
    assert "Noted: 20, not 10." in (await talk(rate, "make it 20")).report["text"]


async def test_the_same_is_asked_of_a_limit_by_its_name() -> None:
    turn = await talk(DEPLOYMENT, "and for pool k8s?")
    assert confirmed(turn)[0] == "CL74"
    assert "set-concurrency-limit k8s 3" in await written(DEPLOYMENT, "and for pool k8s?")


async def test_how_it_is_written_names_nothing() -> None:
    assert (await talk(DEPLOYMENT, "and with terraform?")).case.value("named") == ["etl/prod"]
