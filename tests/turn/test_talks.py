"""What people write later in a talk: answers in words, corrections, another problem, "that didn't help"."""

from __future__ import annotations

import pytest

from bot.engine.facts import Case
from bot.replies.markup import text_of
from bot.replies.plain import plain_text
from bot.replies.undecided import NEXT_STEP

from .talking import ALONE, LEASE, TAG, asked_for, confirmed, facts, talk

RESTARTED = (
    "Our own server keeps its leases in memory. Right after we restarted the Prefect server the flows "
    "logged\n"
    "09:31:45.112 | WARNING | Task run 'load-rows-7c1' - Concurrency lease renewal failed - slots are no "
    "longer "
    "reserved. Execution will continue, but concurrency limits may be exceeded. Lease ID: "
    "b3a4c7d2-9f4f-47a3-ae55-2c1d9e0b7f10, exception: Client error '410 Gone' for url "
    "'http://10.2.0.4:4200/api/v2/concurrency_limits/leases/b3a4c7d2-9f4f-47a3-ae55-2c1d9e0b7f10/renew'"
)
POOL = "the limit of my work pool is stuck: slots stay taken though nothing runs, prefect 3.4.1"


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("hosting", "self hosted, helm chart", "self_hosted"),
        ("hosting", "our own server!", "self_hosted"),
        ("hosting", "clowd", "cloud"),
        ("hosting", "not cloud", "self_hosted"),
        ("hosting", "the second one", "self_hosted"),
        ("hosting", "2", "self_hosted"),
        ("hosting", "we're on cloud I think", "cloud"),
        ("lease_storage", "memry", "memory"),
        ("lease_storage", "the default", "memory"),
        ("lease_storage", "we use redis for that", "redis"),
        ("lease_storage", "not memory, redis", "redis"),
        ("lease_storage", "the last one", "redis"),
        ("log_origin", "no it's the flow log", "flow_log"),
        ("log_origin", "in the task's log", "task_log"),
        ("lease_failure_shape", "yes, the server restarted last night", "server_restarted"),
        ("lease_failure_shape", "option 2", "several_replicas"),
    ],
)
async def test_an_answer_in_words_is_taken_for_what_was_asked(fact: str, text: str, value: str) -> None:
    turn = await ALONE.say((await asked_for(fact, LEASE)).case, text)
    assert turn.case.value(fact) == value
    assert turn.case.pending != fact
    assert turn.case.facts[fact].source == "person"


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "nope",
        "yep, more slots than runs",
        "no, real runs hold them",
        "no, I counted them",
        "no, the slots are fine",
    ],
)
async def test_yes_and_no_answer_a_question_of_yes_and_no(text: str) -> None:
    turn = await ALONE.say((await asked_for("slots_unexplained", TAG)).case, text)
    assert turn.case.value("slots_unexplained") == (1 if text.startswith("y") else 0)


@pytest.mark.parametrize(
    "text",
    [
        "no, nobody started any by hand",
        "no, that was another team",
        "no I said it is something else",
        "never mind",
        "never again",
    ],
)
async def test_a_no_to_something_else_answers_nothing(text: str) -> None:
    turn = await ALONE.say((await asked_for("slots_unexplained", TAG)).case, text)
    assert "slots_unexplained" not in turn.case.facts


@pytest.mark.parametrize(
    ("first", "text", "told"),
    [
        (LEASE, "flow log", {"log_origin": "flow_log"}),
        (LEASE, "memory", {"lease_storage": "memory"}),
        (LEASE, "the server restarted", {"lease_failure_shape": "server_restarted"}),
        (LEASE, "task log, in memory", {"log_origin": "task_log", "lease_storage": "memory"}),
        (TAG, "more slots than runs", {"slots_unexplained": 1}),
    ],
)
async def test_an_answer_before_its_question_is_kept(first: str, text: str, told: dict[str, object]) -> None:
    before = await asked_for("hosting", first)
    turn = await ALONE.say(before.case, text)
    assert told.items() <= facts(turn).items()
    assert turn.case.pending == "hosting"
    then = await ALONE.say(turn.case, "self-hosted")
    while then.case.pending:
        assert then.case.pending not in told
        then = await ALONE.say(then.case, "I don't know")


@pytest.mark.parametrize(
    "text",
    [
        "It stands in the task's log, the server is our own and runs 3.6.22, leases are in memory",
        "our own server, 3.6.22; task log; memory",
        "self hosted (server 3.6.22), in the task's log and the leases are in memory",
    ],
)
async def test_all_that_an_answer_tells_is_kept(text: str) -> None:
    turn = await ALONE.say((await asked_for("hosting", LEASE)).case, text)
    wanted = {"hosting": "self_hosted", "log_origin": "task_log", "lease_storage": "memory"}
    assert wanted.items() <= facts(turn).items()
    assert "3.6.22" in facts(turn).values()


async def test_a_denied_option_is_offered_no_more() -> None:
    turn = await ALONE.say((await asked_for("lease_storage", LEASE)).case, "no redis")
    assert text_of(turn.reply.headline) == "Not Redis, then."
    assert turn.reply.question is not None
    assert [value for value, _ in turn.reply.question.options] == ["memory", "filesystem"]


@pytest.mark.parametrize(
    "text", ["no wait, only one replica", "sorry, we have just one API server", "actually a single replica"]
)
async def test_one_takes_several_back(text: str) -> None:
    replicas = "Concurrency lease renewal failed. Self-hosted, leases in memory, three API replicas"
    assert confirmed(await talk(replicas)) == ["CL41"]
    turn = await talk(replicas, text)
    assert "CL41" not in confirmed(turn)
    assert "lease_failure_shape" not in turn.case.facts


@pytest.mark.parametrize(
    "text",
    [
        "no, the tag is not stuck, it's the pool",
        "I said it's not the tag that is stuck, it is the work pool",
        "the tag isn't stuck, that was the work pool",
    ],
)
async def test_what_it_is_instead_is_taken(text: str) -> None:
    turn = await talk(TAG, text)
    assert turn.case.value("mechanism") == "work_pool"
    assert turn.case.value("symptom") == "slots_stuck"


@pytest.mark.parametrize(
    "text",
    ["which limit? the tag one, as I said", "why do you not know? I already told you", "as I wrote above"],
)
async def test_what_was_said_before_is_no_other_problem(text: str) -> None:
    turn = await talk(TAG, text)
    assert turn.case.value("symptom") == "slots_stuck"
    assert turn.case.value("named") == ["db"]
    assert "another problem" not in turn.report["text"]


@pytest.mark.parametrize(
    "text", ["and cancel new ones instead of waiting", "but drop new runs instead of queueing them"]
)
async def test_a_further_wish_stays_a_wish(text: str) -> None:
    turn = await talk("how do I limit my deployment to one run at a time?", text)
    assert turn.case.value("symptom") == "how_to_configure"
    assert confirmed(turn)[0] == "CL05"


async def test_what_was_done_about_a_run_is_no_symptom() -> None:
    turn = await talk(TAG, "I cancelled the run but it is still there")
    assert turn.case.value("symptom") == "slots_stuck"
    assert turn.reply.question is not None


async def test_where_no_cause_is_left_the_next_step_is_told() -> None:
    turn = await talk("max_workers=4 but more tasks run")
    assert turn.reply.question or turn.reply.fixes or NEXT_STEP in turn.report["text"]


@pytest.mark.parametrize(
    "text", ["dunno", "no idea", "not sure tbh", "both", "neither", "idk", "🤷", ":shrug:"]
)
async def test_who_does_not_know_is_asked_no_more_for_it(text: str) -> None:
    turn = await ALONE.say((await asked_for("log_origin", LEASE)).case, text)
    assert "log_origin" in turn.case.unavailable
    assert "log_origin" not in turn.case.facts
    assert turn.case.pending != "log_origin"


@pytest.mark.parametrize("text", ["yes", "maybe", "the blue one", "17"])
async def test_what_is_no_answer_is_asked_again_and_taken_for_nothing(text: str) -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say(before.case, text)
    assert turn.case == before.case
    assert turn.reply.question is not None
    assert turn.reply.question.fact == "hosting"


@pytest.mark.parametrize(
    "text",
    [
        "I already restarted the worker",
        "we tried a restart of the server already",
        "my colleague thinks it is the weather",
        "I have a meeting at 3",
        "can redis do that?",
        "is it the server?",
    ],
)
@pytest.mark.parametrize("fact", ["hosting", "lease_storage", "log_origin", "lease_failure_shape"])
async def test_a_remark_is_evidence_for_nothing(fact: str, text: str) -> None:
    before = await asked_for(fact, LEASE)
    turn = await ALONE.say(before.case, text)
    assert facts(turn) == facts(before)
    assert turn.case.pending == fact


async def test_an_answer_may_bring_another_fact() -> None:
    turn = await ALONE.say(
        (await asked_for("hosting", LEASE)).case, "self hosted, our flows run prefect 3.7.0"
    )
    assert turn.case.value("hosting") == "self_hosted"
    assert turn.case.value("client_version") == "3.7.0"


async def test_what_was_told_beside_an_answer_is_not_asked() -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say(before.case, "our own server. it was in the task log")
    assert turn.case.value("log_origin") == "task_log"
    assert turn.case.pending not in {"hosting", "log_origin"}


async def test_an_answer_to_another_question_leaves_the_open_one_open() -> None:
    before = await asked_for("lease_storage", LEASE)
    turn = await ALONE.say(before.case, "the flows run prefect 3.7.0")
    assert turn.case.value("client_version") == "3.7.0"
    assert turn.case.pending == "lease_storage"


@pytest.mark.parametrize(
    ("texts", "fact", "value", "note"),
    [
        ((POOL, "sorry, it's 3.6.2 not 3.4.1"), "client_version", "3.6.2", "Noted: 3.6.2, not 3.4.1."),
        ((POOL, "oops, 3.6 instead of 3.4.1"), "client_version", "3.6", "Noted: 3.6, not 3.4.1."),
        (
            (POOL, "I meant the queue, not the pool"),
            "mechanism",
            "work_queue",
            "Noted: work queue limit, not work pool limit.",
        ),
        ((POOL, "sorry, I meant the queue"), "mechanism", "work_queue", "Noted: work queue limit"),
        (
            (RESTARTED, "actually we're on Cloud"),
            "hosting",
            "cloud",
            "Noted: Prefect Cloud, not Our own server.",
        ),
        ((RESTARTED, "sorry, it's redis not memory"), "lease_storage", "redis", "Noted: Redis, not Memory"),
        (
            (RESTARTED, "no wait, I was wrong: several replicas, the server did not restart"),
            "lease_failure_shape",
            "several_replicas",
            "Noted: Several API replicas, not The server restarted.",
        ),
    ],
)
async def test_a_correction_takes_the_place_of_what_was_said(
    texts: tuple[str, ...], fact: str, value: str, note: str
) -> None:
    turn = await talk(*texts)
    assert turn.case.value(fact) == value
    assert note in plain_text(turn.reply)
    assert note in turn.report["text"]


async def test_a_correction_takes_back_what_was_concluded() -> None:
    before = await talk(RESTARTED)
    assert confirmed(before) == ["CL40"]
    after = await ALONE.say(before.case, "actually we're on Prefect Cloud, sorry")
    assert "CL40" not in confirmed(after)
    back = await ALONE.say(after.case, "no, I was wrong, it is our own server")
    assert confirmed(back) == ["CL40"]


async def test_what_is_only_denied_is_open_again() -> None:
    turn = await talk(POOL, "it's not the work pool")
    assert turn.case.value("mechanism") is None


async def test_a_corrected_name_replaces_the_wrong_one() -> None:
    turn = await talk(
        "tag limit `db-write` is stuck: slots stay taken", "sorry, I meant `db-read`, not `db-write`"
    )
    assert turn.case.value("named") == ["db-read"]


async def test_what_is_noted_is_said_literally() -> None:
    turn = await talk("tag limit `db-write` is stuck", "sorry, I meant `**x**[y](http://z)`, not `db-write`")
    noted = plain_text(turn.reply)
    assert not any(span.bold or span.url for line in turn.reply.notes for span in line)
    assert "not db-write." in noted


async def test_an_answer_that_was_both_can_be_made_one_later() -> None:
    asked = await asked_for("log_origin", LEASE)
    both = await ALONE.say(asked.case, "both")
    turn = await ALONE.say(both.case, "no, it's the flow log")
    assert turn.case.value("log_origin") == "flow_log"


async def test_a_paste_in_the_middle_is_read_and_the_talk_goes_on() -> None:
    before = await asked_for("hosting", "my runs lose their lease")
    turn = await ALONE.say(before.case, RESTARTED.partition("\n")[2])
    assert turn.case.value("log_origin") == "task_log"
    assert turn.case.value("lease_http_status") == 410
    assert turn.reply.question is not None


async def test_nothing_of_the_first_problem_is_known_in_the_second() -> None:
    first = (
        "tag limit `db` is stuck, 2 of 2 slots used, though nothing runs. "
        "We are self-hosted, our flows run 3.7.0"
    )
    turn = await talk(first, "another problem: the runs of work pool `gpu` are late")
    assert turn.case.value("hosting") == "self_hosted"
    assert turn.case.value("client_version") == "3.7.0"
    assert turn.case.value("symptom") == "runs_late_pending"
    assert turn.case.value("named") == ["gpu"]
    assert turn.case.value("mechanism") != "task_tag"
    assert not {"slots_used", "slot_limit"} & turn.case.facts.keys()
    assert "Taken as another problem. I still know: Our own server, 3.7.0." in plain_text(turn.reply)


async def test_the_second_problem_is_told_as_if_it_were_alone() -> None:
    second = "another question: how do I set the concurrency limit of a work queue?"
    both, alone = await talk(TAG, second), await talk(second)
    assert confirmed(both) == confirmed(alone) != []
    assert both.reply.headline == alone.reply.headline
    assert both.reply.fixes == alone.reply.fixes


async def test_another_symptom_of_another_limit_is_another_problem_without_saying_so() -> None:
    turn = await talk(TAG, "runs of the work pool gpu are late, they stay pending for hours")
    assert turn.case.value("mechanism") != "task_tag"
    assert turn.case.value("symptom") == "runs_late_pending"
    assert "Taken as another problem." in plain_text(turn.reply)


async def test_a_detail_beside_an_answer_does_not_turn_the_talk() -> None:
    before = await asked_for("slots_unexplained", TAG)
    turn = await ALONE.say(before.case, "yes, and the flows run in a work pool with a limit of 5")
    assert turn.case.value("mechanism") == "task_tag"
    assert turn.case.value("symptom") == "slots_stuck"


async def test_that_did_not_help_brings_the_next_fix_then_another_cause_then_a_person() -> None:
    first = await talk(RESTARTED)
    fixes = [fix.number for fix in first.reply.fixes]
    assert len(fixes) > 1
    turn = await ALONE.say(first.case, "that didn't help")
    assert [fix.number for fix in turn.reply.fixes] == fixes[1:]
    assert "Then the next step for the same cause." in plain_text(turn.reply)
    for _ in range(12):
        turn = await ALONE.say(turn.case, "still stuck")
        if "A person who knows your Prefect" in text_of(turn.reply.headline):
            break
        assert not confirmed(turn) or turn.reply.headline != first.reply.headline or turn.reply.fixes
        if turn.case.pending:
            turn = await ALONE.say(turn.case, "I don't know")
    summary = turn.reply.fixes[0].commands[0]
    assert "- Where the server keeps its leases: Memory (the default)" in summary
    assert "Tried, did not help: " in summary
    assert "Lease ID: " in summary
    assert turn.reply.question is None


async def test_a_cause_whose_fixes_all_failed_is_not_named_again() -> None:
    turn = await talk(RESTARTED, "none of that helped")
    assert "CL40" not in [verdict["code"] for verdict in turn.report["verdicts"]]
    again = await ALONE.say(turn.case, "it says 410 Gone, as I wrote")
    assert "CL40" not in confirmed(again)


async def test_did_not_help_before_any_fix_asks_for_the_open_answer() -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say(before.case, "still stuck")
    assert turn.case == before.case
    assert text_of(turn.reply.headline).startswith("I have not named a fix yet")
    assert turn.reply.question is not None


@pytest.mark.parametrize(
    "text",
    ["thanks", "worked!", "that worked, thanks a lot", "👍", ":tada:", "it works now", "ok cool", "ty"],
)
async def test_thanks_get_a_short_friendly_line_and_no_diagnosis(text: str) -> None:
    before = await talk(RESTARTED)
    turn = await ALONE.say(before.case, text)
    assert turn.case == before.case
    assert turn.reply.fixes == ()
    assert turn.reply.question is None
    assert len(plain_text(turn.reply)) < 120


@pytest.mark.parametrize(
    "text", ["why do you ask?", "why?", "what does that matter?", "why do you need to know that"]
)
async def test_why_do_you_ask_is_answered_and_the_question_stands(text: str) -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say(before.case, text)
    assert turn.case == before.case
    assert text_of(turn.reply.headline).startswith("Some causes exist only where")
    assert "Where to look: prefect config view" in plain_text(turn.reply)
    assert turn.reply.question is not None


@pytest.mark.parametrize("text", ["what do you mean?", "I don't understand the question", "?", "huh?"])
async def test_what_do_you_mean_names_the_answers(text: str) -> None:
    before = await asked_for("lease_storage", LEASE)
    turn = await ALONE.say(before.case, text)
    assert turn.case == before.case
    assert "“File system”" in plain_text(turn.reply)


@pytest.mark.parametrize("text", ["where do I see that?", "how can I check?", "how do I find out"])
async def test_where_do_i_see_that_says_where(text: str) -> None:
    before = await asked_for("lease_storage", LEASE)
    turn = await ALONE.say(before.case, text)
    assert "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE" in text_of(turn.reply.headline)
    assert turn.case == before.case


@pytest.mark.parametrize("text", ["start over", "let's start over please", "forget all that", "Start again!"])
async def test_start_over_forgets(text: str) -> None:
    turn = await talk(RESTARTED, text)
    assert turn.case.facts == {}
    assert text_of(turn.reply.headline).startswith("Forgotten.")


async def test_back_in_words_takes_the_last_answer_back() -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say((await ALONE.say(before.case, "cloud")).case, "back")
    assert turn.case.pending == "hosting"
    assert turn.case.value("hosting") is None


async def test_a_person_can_always_ask_for_a_person() -> None:
    turn = await talk(TAG, "can I talk to a human?")
    assert "A person who knows your Prefect" in text_of(turn.reply.headline)
    assert "- The names the person wrote" in turn.reply.fixes[0].commands[0]


@pytest.mark.parametrize(
    "texts",
    [
        (LEASE, "self hosted", "the flow log", "memory", "the server restarted"),
        (TAG, "cloud, prefect 3.8.1", "no", "dunno", "I have no idea"),
    ],
)
async def test_nothing_is_asked_that_was_told_and_never_two_things_at_once(texts: tuple[str, ...]) -> None:
    case = Case()
    for text in texts:
        turn = await ALONE.say(case, text)
        case = turn.case
        if turn.reply.question is not None:
            assert turn.reply.question.fact not in {*case.facts, *case.unavailable}
            assert turn.reply.question.why
            assert turn.reply.question.where
            assert plain_text(turn.reply).count("I don't know") == 1
