"""A guide is filled with the person's own numbers and names; what nobody said stands as a word to fill in."""

from __future__ import annotations

import pytest

from .talking import confirmed, talk


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
        ("set the pool limit of k8s to one thousand", "set-concurrency-limit k8s 1000"),
        ("limit pool k8s to twenty five", "set-concurrency-limit k8s 25"),
        ("limit pool k8s to 50% of the cluster", "set-concurrency-limit k8s NUMBER"),
        ("max 3 pods at once on k8s pool prod", "set-concurrency-limit prod 3"),
        ("set tag limit db to two hundred", "prefect concurrency-limit create db 200"),
        ("create a global limit erp with 2 slots", "prefect gcl create erp --limit 2"),
        ("prefect gcl set-limit api 3 no such command", "prefect gcl create api --limit 3"),
        (
            "rate limit 5/s for the limit vendor-api",
            "gcl create vendor-api --limit 5 --slot-decay-per-second 5",
        ),
        (
            "limit db: 3. limit api: 5. How to create both as global limits?",
            "gcl create my-limit --limit NUMBER",
        ),
        ("set the limit of deployment etl/prod to 3 with CANCEL_NEW", "LIMIT = 3\n"),
    ],
)
async def test_a_guide_writes_the_number_that_was_said_or_none(text: str, line: str) -> None:
    assert line in await written(text)


async def test_a_guide_claims_no_number_that_nobody_said() -> None:
    turn = await talk("how do I set a concurrency limit on the deployment billing/prod?")
    assert "at most so many runs" in turn.report["text"]
    assert "with your own number as LIMIT" in turn.report["text"]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("how do I rate limit to 1 call per day?", "--limit 1 --slot-decay-per-second 0.000011574"),
        (
            "how do I allow 3 per day with rate_limit",
            "--limit 1 --slot-decay-per-second 0.0000347222",
        ),
        ("how do I rate limit to 10 calls per day?", "--limit 1 --slot-decay-per-second 0.00011574"),
        ("how do I rate limit to 2 calls per hour?", "--limit 1 --slot-decay-per-second 0.000555555"),
        ("10 requests per second, how do I rate limit", "--limit 10 --slot-decay-per-second 10"),
        ("how do I limit to 1 call per second", "--limit 1 --slot-decay-per-second 1"),
        ("rate limit of 1/3 call per second", "--limit 1 --slot-decay-per-second 0.333333"),
        ("rate limit an API: 1.000 requests per minute", "--limit 1 --slot-decay-per-second NUMBER"),
    ],
)
async def test_a_rate_is_never_more_than_was_wished_for(text: str, options: str) -> None:
    line = next(line for line in (await written(text)).splitlines() if "gcl create" in line)
    assert line.endswith(options)


async def test_a_decay_for_a_limit_that_has_none_is_written_without_an_exponent() -> None:
    text = (
        "rate_limit() fails with 422: The following limits do not have a decay configured: 'lake'. "
        "We want at most 2 calls per day, how do I limit that?"
    )
    assert "prefect gcl update lake --slot-decay-per-second 0.0000231481" in await written(text)


async def test_a_rate_of_some_calls_a_second_tells_of_its_burst() -> None:
    turn = await talk("10 requests per second, how do I rate limit")
    assert "up to 20 in that first second" in turn.report["text"]
    assert "The calls come no faster than that" not in turn.report["text"]


async def test_a_rate_of_few_calls_tells_that_a_refused_call_waits_anew() -> None:
    turn = await talk("how do I rate limit to 5 calls per day?")
    assert "starts the count of the slot anew" in turn.report["text"]


GUIDES = {
    "can a deployment limit count several deployments of the same flow?": "CL117",
    "i have three deployments of a flow, does the limit on one of them cover all three?": "CL117",
    "will a limit on the flow apply to all its deployments?": "CL117",
    "how do I limit deployment billing/prod to 2 runs at a time?": "CL73",
    "how do i stop two runs for the same customer_id overlapping": "CL118",
    "What happens to running tasks when I lower the tag limit from 10 to 2?": "CL149",
    "how do I set a tag limit of 2?": "CL70",
    "how do I make one task retry without blocking the others of the same tag": "CL125",
    "can I use concurrency() around task.submit()?": "CL71",
    "how to define gcl with terraform": "CL121",
    "set the limit of deployment etl/prod to 3 with CANCEL_NEW": "CL05",
    "set the limit of deployment etl/prod to 3 with cancel new": "CL05",
    "how do I make sure only one run of etl/prod runs at a time, and the others get cancelled?": "CL05",
    "set the limit of deployment etl/prod to 3": "CL73",
    "I changed the deployment limit from 2 to 5 in the UI, after prefect deploy it is 2 again": "CL120",
    "every time we run prefect deploy the concurrency limit of the deployment is gone": "CL120",
    "do retries keep the deployment's slot on 3.7.0?": "CL125",
    "does a paused run keep its deployment slot on 3.4.8?": "CL132",
}


@pytest.mark.parametrize("text", GUIDES)
async def test_a_question_leads_to_its_own_guide(text: str) -> None:
    assert confirmed(await talk(text))[0] == GUIDES[text]


async def test_a_block_around_submit_is_told_to_end_before_the_task() -> None:
    turn = await talk("can I use concurrency() around task.submit()?")
    assert "the block ends as soon as the tasks are submitted" in turn.report["text"]
    assert "@task" in await written("can I use concurrency() around task.submit()?")


async def test_a_tag_limit_that_is_lowered_gets_its_new_number() -> None:
    lines = await written("What happens to running tasks when I lower the tag limit from 10 to 2?")
    assert lines.startswith("prefect gcl update tag:my-tag --limit 2")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("how do I delete the global limit lake?", "prefect gcl delete lake"),
        ("how do I switch off the global limit lake?", "prefect gcl disable lake"),
    ],
)
async def test_who_takes_a_global_limit_away_hears_of_deployments_that_use_it(
    text: str, command: str
) -> None:
    turn = await talk(text)
    [fix] = turn.report["verdicts"][0]["fixes"]
    assert fix["risk"] == "high"
    assert fix["commands"] == ["prefect gcl inspect lake  # look first", command]
    assert "that holds a slot cannot end" in turn.report["text"]


async def test_a_run_is_cancelled_before_it_is_called_dead() -> None:
    turn = await talk("should I delete the flow run to free its slot in the pool?")
    assert confirmed(turn)[:1] == ["CL156"]
    assert [fix["title"].split()[0] for fix in turn.report["verdicts"][0]["fixes"]] == ["Cancel", "Or,"]


async def test_a_completed_run_is_not_deleted_for_its_slot() -> None:
    assert "CL156" not in confirmed(await talk("can I delete completed runs without freeing slots?"))
