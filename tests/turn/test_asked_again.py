"""What was answered is not asked again, and what was taken back no longer counts."""

from __future__ import annotations

import pytest

from bot.turn import Turn

from .talking import ALONE, LEASE, confirmed, facts, talk

LATE = "my runs are Late"
AWAITING = "deployment etl/prod: runs stay AwaitingConcurrencySlot"
COUNT = "prefect gcl inspect says active_slots 1"
ON_FLOW = ("tag limit db not respected", "the tag is on the flow")


@pytest.mark.parametrize(
    ("text", "mechanism", "name"),
    [
        ("pool k8s", "work_pool", "k8s"),
        ("it's the pool k8s", "work_pool", "k8s"),
        ("k8s pool", "work_pool", "k8s"),
        ("our k8s work pool", "work_pool", "k8s"),
        ("queue high", "work_queue", "high"),
        ("the tag db", "task_tag", "db"),
        ("my deployment etl/prod", "deployment", "etl/prod"),
    ],
)
async def test_a_kind_beside_a_name_answers_which_limit(text: str, mechanism: str, name: str) -> None:
    turn = await talk(LATE, text)
    assert turn.case.value("mechanism") == mechanism
    assert name in turn.case.value("named")
    assert turn.case.pending != "mechanism"


@pytest.mark.parametrize("text", ["not the pool k8s", "the db connection pool"])
async def test_a_pool_that_is_denied_or_none_of_prefect_answers_nothing(text: str) -> None:
    assert (await talk(LATE, text)).case.value("mechanism") is None


async def test_what_the_question_says_to_run_moves_the_talk_to_no_other_limit() -> None:
    before, turn = facts(await talk(AWAITING)), await talk(AWAITING, COUNT)
    assert facts(turn) | {"words": ()} == before | {"slots_used": 1, "words": ()}
    assert "another problem" not in turn.report["text"]
    assert "Noted: 1 used. How many of its runs really run?" in turn.report["text"]


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        ((COUNT, "none is running"), 1),
        ((COUNT, "none"), 1),
        ((COUNT, "0"), 1),
        ((COUNT, "1"), 0),
        ((COUNT, "one is running"), 0),
        (("prefect gcl inspect says active_slots 0",), 0),
        (("prefect gcl inspect: active_slots 2, and one run is running",), 1),
    ],
)
async def test_a_count_is_compared_with_the_other_one(texts: tuple[str, ...], value: int) -> None:
    turn = await talk(AWAITING, *texts)
    assert turn.case.value("slots_unexplained") == value
    assert turn.case.value("mechanism") == "deployment"
    assert turn.case.pending != "slots_unexplained"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("lease renewal failed. self-hosted, flow's log", "flow_log"),
        (f"flow log: {LEASE}", "flow_log"),
        (f"Task run log:\n{LEASE}", "task_log"),
    ],
)
async def test_whose_log_it_is_needs_no_preposition(text: str, origin: str) -> None:
    assert (await talk(text)).case.value("log_origin") == origin


@pytest.mark.parametrize(
    "texts",
    [
        ("runs late in pool k8s", "no worker is running"),
        ("runs late in pool k8s, and there are no workers",),
        ("runs late in pool k8s", "the worker is not running"),
    ],
)
async def test_that_no_worker_runs_leads_to_the_worker(texts: tuple[str, ...]) -> None:
    turn = await talk(*texts)
    assert turn.report["verdicts"][0]["code"] == "CL30"
    assert turn.report["text"].startswith("Possibly: No worker polls work pool k8s")


@pytest.mark.parametrize("text", ["is no worker running?", "no worker is running more than 3 runs"])
async def test_a_worker_that_may_run_is_not_missing(text: str) -> None:
    assert "workers_online" not in (await talk("runs late in pool k8s", text)).case.facts


@pytest.mark.parametrize(
    "text",
    ["no I checked, it's on the task", "actually the tag is on the task", "no, it isn't on the flow"],
)
async def test_what_was_said_is_taken_back_with_its_cause(text: str) -> None:
    assert confirmed(await talk(*ON_FLOW)) == ["CL50"]
    turn = await talk(*ON_FLOW, text)
    assert not confirmed(turn)
    assert "tag_on_flow" not in turn.case.value("signatures")
    assert "Noted: not so: “the tag is on the flow”" in turn.report["text"]


@pytest.mark.parametrize("text", ["no thanks", "it is a nice day"])
async def test_what_denies_nothing_takes_nothing_back(text: str) -> None:
    assert "tag_on_flow" in (await talk(*ON_FLOW, text)).case.value("signatures")


@pytest.mark.parametrize("text", ["did it work?", "all good now?", "is it fixed?", "are we good?"])
async def test_whether_it_worked_is_looked_at_again(text: str) -> None:
    turn = await talk(*ON_FLOW, text)
    assert confirmed(turn) == ["CL50"]
    assert "I see nothing newer." in turn.report["text"]


@pytest.mark.parametrize("text", ["it still hangs", "same thing", "they still wait"])
async def test_that_it_goes_on_is_no_remark_about_nothing(text: str) -> None:
    turn = await talk(*ON_FLOW, text)
    assert "tells me nothing" not in turn.report["text"]
    assert "Then it may be something else." in turn.report["text"]


async def test_good_to_hear_is_no_answer_to_a_question() -> None:
    before = await talk(*ON_FLOW)
    assert (await ALONE.say(before.case, "all good now")).report["text"].startswith("Good to hear.")
    assert not (await ALONE.say(before.case, "all good now?")).report["text"].startswith("Good to hear.")


ALONE_AND_STEADY = (
    "We have only one API replica, memory lease storage, self-hosted 3.8.8, never restarted. "
    "leases get lost at random: 410 Gone"
)


def still_open(turn: Turn) -> set[str]:
    """The codes of the causes that may still be so."""
    return {verdict["code"] for verdict in turn.report["verdicts"] if verdict["status"] == "open"}


async def test_what_the_first_message_denies_is_neither_listed_nor_offered() -> None:
    turn = await talk(ALONE_AND_STEADY)
    assert not {"CL40", "CL41"} & still_open(turn)
    asked = await ALONE.say(turn.case, "flow log")
    assert asked.reply.question is not None
    assert asked.reply.question.fact == "lease_failure_shape"
    assert not {"server_restarted", "several_replicas"} & {value for value, _ in asked.reply.question.options}


async def test_what_is_denied_ahead_of_its_question_is_kept() -> None:
    before = await talk("lease renewal failed, self-hosted, flow's log")
    turn = await ALONE.say(before.case, "no restart")
    assert turn.case.pending == before.case.pending
    assert "CL40" in still_open(before)
    assert "CL40" not in still_open(turn)


async def test_what_is_denied_stays_denied_when_it_is_asked_again() -> None:
    turn = await talk(ALONE_AND_STEADY, "flow log", "purple")
    assert "The server restarted" not in turn.report["text"]


async def test_who_denied_it_may_still_say_it() -> None:
    turn = await talk(ALONE_AND_STEADY, "flow log", "oh wait, the server did restart")
    assert confirmed(turn) == ["CL40"]


async def test_a_worker_that_never_restarted_denies_nothing_of_the_server() -> None:
    turn = await talk("lease renewal failed, self-hosted, flow's log, the worker was never restarted")
    assert "CL40" in still_open(turn)
