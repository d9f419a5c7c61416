"""Where something hangs and a limit is full, nobody is told that all is well: Prefect records no waiters."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.turn import Conversation
from tests.diagnosis.changed import asked
from tests.diagnosis.recording import recording_of
from tests.diagnosis.replay import RecordedLive

HANGS = [
    "my flow hangs, nothing goes on",
    "everything hangs",
    "why does my run wait",
    "deadlock? nothing moves",
]
CHECK_UPS = ["check up", "is anything wrong?", "is our workspace healthy?", "all good?", "did the fix work?"]
UNTOLD = "Whether your runs wait for it Prefect does not record, but: "
LEADS = {
    "crashed-run-holds-global": "a run that no longer lives still holds a slot of ledger-db",
    "pause-holds-global": "first (Paused, 2 s) keeps its slot of approvals while it is paused.",
    "global-full": "the global limit payments-api has 1 slot, and running code holds them all.",
    "global-nested": "period-lock uses 1 of 1 slot, held by first (Running, 21 s).",
    "global-crossed": "shelf-lock uses 1 of 1 slot, held by second (Running, 22 s).",
    "global-nested-twice": "sales-lock uses 2 of 2 slots, held by second (Running, 22 s)",
    "rate-limit-used-up": "the rate limit weather-api is used up",
}


@pytest.mark.parametrize("text", HANGS)
@pytest.mark.parametrize("name", LEADS)
async def test_what_is_full_is_named_to_who_says_that_something_hangs(name: str, text: str) -> None:
    turn = await asked(recording_of(name), text)
    told = turn.report["text"]
    assert turn.reply.mood == "open"
    assert told.startswith(UNTOLD)
    assert LEADS[name] in told.splitlines()[0]
    assert "Nothing is broken" not in told.splitlines()[0]


async def test_what_two_full_limits_may_mean_is_said_of_both() -> None:
    told = (await asked(recording_of("global-crossed"), HANGS[0])).report["text"]
    assert "two runs wait for each other's limit" in told
    assert "stock-lock uses 1 of 1 slot, held by first" in told


async def test_a_limit_that_is_only_full_is_not_raised_for_who_may_wait_elsewhere() -> None:
    turn = await asked(recording_of("global-full"), HANGS[0])
    commands = [command for fix in turn.reply.fixes for command in fix.commands]
    assert commands == ["prefect gcl inspect payments-api"]


@pytest.mark.parametrize(
    ("name", "limit", "told"),
    [
        ("global-full", "payments-api", "running code holds them all"),
        ("crashed-run-holds-global", "ledger-db", "no longer lives still holds"),
        ("global-nested", "period-lock", "that it holds itself"),
    ],
)
async def test_the_name_of_the_limit_settles_it(name: str, limit: str, told: str) -> None:
    talk = Conversation(knowledge(), RecordedLive(recording_of(name)))
    turn = await talk.say((await talk.say(Case(), HANGS[0])).case, f"it waits for {limit}")
    first = turn.report["text"].splitlines()[0]
    assert told in first
    assert UNTOLD not in first


@pytest.mark.parametrize("text", CHECK_UPS)
async def test_a_busy_limit_is_well_in_a_check_up(text: str) -> None:
    assert (await asked(recording_of("global-full"), text)).reply.mood == "healthy"


@pytest.mark.parametrize("text", HANGS)
@pytest.mark.parametrize("name", ["healthy-busy", "limit-inactive", "sqlite-busy", "tag-on-flow"])
async def test_where_nothing_that_may_be_waited_for_is_full_all_is_well(name: str, text: str) -> None:
    assert (await asked(recording_of(name), text)).reply.mood == "healthy"


@pytest.mark.parametrize(
    "name", ["crashed-run-holds-global", "global-crossed", "global-full", "global-nested"]
)
async def test_code_that_never_gets_past_its_limit_is_never_told_that_all_is_well(name: str) -> None:
    turn = await asked(recording_of(name), "second never gets past concurrency()")
    assert turn.reply.mood != "healthy"
    assert "no fault" not in turn.report["text"].lower()


@pytest.mark.parametrize(
    "text",
    [
        "run goes to Cancelled immediately after Pending",
        "why was my run cancelled?",
        "all my runs get cancelled, nobody cancels them!",
    ],
)
async def test_runs_that_a_deployment_cancels_are_told_so(text: str) -> None:
    turn = await asked(recording_of("deployment-cancel-new"), text)
    headline = turn.report["text"].splitlines()[0]
    assert headline == "Nothing is broken: send-digest/prod cancels each run that finds its limit reached."
