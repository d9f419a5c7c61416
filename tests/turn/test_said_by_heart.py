"""What is said without a look at Prefect: denials, what ends by itself, what a line alone settles."""

from __future__ import annotations

import pytest

from .talking import ALONE, LEASE, asked_for, confirmed, talk

SHAPE = "lease_failure_shape"
CANCELLED = "runs of deployment etl/day end Cancelled with 'Deployment concurrency limit reached.'"


@pytest.mark.parametrize(
    "text",
    [
        "nothing was paused, the deployment etl/day has runs that stay Late",
        "pool not paused, deployment etl/day is stuck in AwaitingConcurrencySlot",
    ],
)
async def test_a_pause_that_is_denied_is_not_read_as_one(text: str) -> None:
    assert confirmed(await talk(text)) == []


@pytest.mark.parametrize(
    "text",
    ["it hasn't restarted", "the api has not been restarted, a single replica", "we hadn't restarted it"],
)
async def test_an_answer_that_denies_a_restart_confirms_none(text: str) -> None:
    turn = await ALONE.say((await asked_for(SHAPE, LEASE)).case, text)

    assert turn.case.value(SHAPE) is None
    assert "CL40" not in confirmed(turn)


@pytest.mark.parametrize("others", [(), ("I don't know",)])
async def test_leases_on_disk_do_not_speak_for_replicas(others: tuple[str, ...]) -> None:
    turn = await talk(LEASE + " exception: Client error '410 Gone' for url", "the flow log", "self hosted")
    for text in ("filesystem", *others):
        turn = await ALONE.say(turn.case, text)

    assert turn.answer is not None
    assert not turn.answer.leads


async def test_leases_on_disk_speak_for_replicas_once_there_are_some() -> None:
    turn = await talk(LEASE, "the flow log", "self hosted", "filesystem", "several replicas")

    assert confirmed(turn)[0] == "CL41"
    assert "no volume is shared" in turn.report["text"]


@pytest.mark.parametrize(
    "more",
    [
        "but nothing of it is running",
        "and one run has been Pending since Monday",
        "every new run is cancelled at once",
    ],
)
async def test_where_none_runs_the_slot_is_freed_before_runs_wait_for_it(more: str) -> None:
    turn = await talk(f"{CANCELLED} {more}")
    text = turn.report["text"]

    assert confirmed(turn)[0] == "CL54"
    assert "Nothing is broken" not in text
    assert text.index("--state-type PENDING") < text.index("ENQUEUE'")
    assert "--active-slots 0" in text


async def test_a_run_that_is_cancelled_while_others_run_is_normal() -> None:
    text = (await talk(CANCELLED)).report["text"]

    assert text.startswith("Nothing is broken")
    assert "--active-slots" not in text


async def test_the_line_about_a_deployments_limit_of_0_names_that_limit() -> None:
    turn = await talk("The deployment concurrency limit is 0. The flow will deadlock if submitted again.")

    assert turn.answer is not None
    assert turn.answer.top is not None
    assert turn.answer.top.mechanism == "deployment"
    assert "prefect gcl update deployment:DEPLOYMENT_ID --limit 1" in turn.report["text"]


async def test_a_cancellation_that_timed_out_is_over() -> None:
    text = (await talk("Flow run cancellation timed out; marked this flow run as Cancelled.")).report["text"]

    assert text.startswith("That run has ended")
    assert "RUN_IDS" not in text


async def test_each_limit_that_is_missing_is_made() -> None:
    text = (await talk("Concurrency limits ['one', 'two'] do not exist - skipping acquisition.")).report[
        "text"
    ]

    assert "prefect gcl create one --limit 1" in text
    assert "prefect gcl create two --limit 1" in text
