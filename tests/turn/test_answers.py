"""An answer is weighed as a whole: what is denied, asked, guessed, past or of another thing is none."""

from __future__ import annotations

import pytest

from bot.replies.markup import text_of

from .talking import ALONE, LEASE, TAG, asked_for, confirmed, facts, talk

SHAPE, COUNTS = "lease_failure_shape", "slots_unexplained"
ASKED = {
    "hosting": (LEASE,),
    "log_origin": (LEASE,),
    "lease_storage": (LEASE,),
    SHAPE: (LEASE,),
    COUNTS: (TAG, "cloud"),
}


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        (SHAPE, "a single replica, but the api did restart at noon", "server_restarted"),
        (SHAPE, "restart", "server_restarted"),
        (SHAPE, "4 api replicas", "several_replicas"),
        (SHAPE, "two pods of the server", "several_replicas"),
        (SHAPE, "blocking code in async, yes: the event loop was blocked", "one_run_blocking_async"),
        (SHAPE, "cpu bound work", "one_run_frozen"),
        ("hosting", "cloud? nope, we run it ourselves", "self_hosted"),
        ("hosting", "we do not self host", "cloud"),
        ("hosting", "prefect hosts it", "cloud"),
        ("hosting", "Prefect Cloud is not what we have", "self_hosted"),
        ("hosting", "we were self hosted until last year and used to like it, now prefect cloud", "cloud"),
        ("hosting", "flows on our own server, Prefect Cloud for the api", "cloud"),
        ("hosting", "data in the cloud, prefect itself on prem", "self_hosted"),
        ("hosting", "AWS cloud, own server", "self_hosted"),
        ("hosting", "> Prefect Cloud, or your own server?\non prem", "self_hosted"),
        ("hosting", "Q: Prefect Cloud, or your own server?\nA: the first", "cloud"),
        ("hosting", "it's ours", "self_hosted"),
        ("hosting", "deployed with the official chart", "self_hosted"),
        ("lease_storage", "redis? no. In memory", "memory"),
        ("log_origin", "tas log", "task_log"),
    ],
)
async def test_what_a_text_states_is_taken_whatever_stands_beside(fact: str, text: str, value: str) -> None:
    turn = await ALONE.say((await asked_for(fact, *ASKED[fact])).case, text)
    assert turn.case.value(fact) == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (SHAPE, "server restarted? not that we know"),
        (SHAPE, "perhaps the server restarted, I would have to look at the events"),
        (SHAPE, "surely not a restart, maybe several replicas"),
        (SHAPE, "you would have to ask my admin"),
        (SHAPE, "good question"),
        ("hosting", "weiß nicht"),
    ],
)
async def test_a_guess_or_a_shrug_is_i_do_not_know(fact: str, text: str) -> None:
    turn = await ALONE.say((await asked_for(fact, *ASKED[fact])).case, text)
    assert fact in turn.case.unavailable
    assert fact not in turn.case.facts
    assert not confirmed(turn)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("only one replica", "Several API replicas"),
        ("several replicas? no, one", "Several API replicas"),
        ("no restart", "The server restarted"),
        ("nope, no restart", "The server restarted"),
        ("nothing was restarted", "The server restarted"),
        ("I do not think it restarted", "The server restarted"),
        ("no, the server has not been restarted", "The server restarted"),
        ("the event loop is not blocked, it is all sync", "Only one run, busy async"),
    ],
)
async def test_a_denial_forgets_nothing_and_leaves_the_others_to_choose(text: str, denied: str) -> None:
    before = await asked_for(SHAPE, LEASE)
    turn = await ALONE.say(before.case, text)
    assert {name: value for name, value in facts(turn).items() if name != "denied"} == facts(before)
    assert text_of(turn.reply.headline) == f"Not {denied}, then."
    assert turn.case.pending == SHAPE


@pytest.mark.parametrize(
    "text",
    [
        "reset",
        "I restarted my worker, not the server",
        "did any replica restart?",
        "oom",
        "the worker restarted",
    ],
)
async def test_what_is_about_something_else_changes_nothing(text: str) -> None:
    before = await asked_for(SHAPE, LEASE)
    turn = await ALONE.say(before.case, text)
    assert facts(turn) == facts(before)
    assert turn.case.pending == SHAPE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no, nothing runs any more", 1),
        ("no runs", 1),
        ("no, the page says 4 of 4 but only 2 runs", 1),
        ("3 slots, no runs", 1),
        ("there are fewer runs than slots", 1),
        ("they are all dead", 1),
        ("yes but one is still alive", 1),
        ("I believe so", 1),
        ("probably", 1),
        ("definitely", 1),
        ("more runs than slots", 0),
        ("just as many", 0),
        ("the same number", 0),
        ("each slot belongs to a live run", 0),
        ("2 slots and 2 runs", 0),
        ("not really", 0),
        ("I don't think so", 0),
    ],
)
async def test_slots_and_runs_are_compared(text: str, value: int) -> None:
    turn = await ALONE.say((await asked_for(COUNTS, *ASKED[COUNTS])).case, text)
    assert turn.case.value(COUNTS) == value
    assert turn.case.value("symptom") == "slots_stuck"


@pytest.mark.parametrize("text", ["0", "1", "yes?", "yes, more runs than slots", "not the same"])
async def test_what_does_not_compare_is_asked_again(text: str) -> None:
    turn = await ALONE.say((await asked_for(COUNTS, *ASKED[COUNTS])).case, text)
    assert COUNTS not in turn.case.facts
    assert turn.case.pending == COUNTS


async def test_a_question_is_asked_again_in_other_words() -> None:
    before = await asked_for("hosting", LEASE)
    turn = await ALONE.say(before.case, "purple")
    assert "Any of these will do: “Prefect Cloud”" in text_of(turn.reply.evidence[0])


async def test_what_was_not_known_can_be_told_later() -> None:
    unknown = await ALONE.say((await asked_for("log_origin", LEASE)).case, "dunno")
    turn = await ALONE.say(unknown.case, "the line is from the flow")
    assert turn.case.value("log_origin") == "flow_log"
    assert "log_origin" not in turn.case.unavailable


async def test_an_answer_may_answer_the_next_question_too() -> None:
    before = await asked_for("lease_storage", LEASE)
    turn = await ALONE.say(before.case, "memory, and we run 3 replicas")
    assert turn.case.value("lease_storage") == "memory"
    assert turn.case.value(SHAPE) == "several_replicas"


async def test_what_happened_is_kept_while_another_question_is_open() -> None:
    before = await asked_for("lease_storage", LEASE)
    turn = await ALONE.say(before.case, "the server got restarted by a helm upgrade then")
    assert turn.case.value(SHAPE) == "server_restarted"
    assert turn.case.pending == "lease_storage"


@pytest.mark.parametrize("release", ["3.6.10", "3.4.20", "3.8.1", "3.7.12", "3.1.15", "2.20.4"])
@pytest.mark.parametrize("words", ["version {}", "we're on {}", "it's {}", "prefect {}", "{}"])
async def test_a_release_is_taken_digit_by_digit(release: str, words: str) -> None:
    assert facts(await talk(LEASE, words.format(release)))["client_version"] == release
