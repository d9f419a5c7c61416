"""A reply shows no command that the person's release is known to lack; what is not known is taken as new."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.engine.causes import CommandDefinition
from bot.engine.decide import Answer
from bot.engine.facts import Case, Fact, Subject
from bot.engine.releases import Releases, older, releases_of
from bot.engine.verdicts import judge_all
from bot.knowledge.load import knowledge
from bot.replies.compose import compose
from bot.replies.fitted import fitted, fitted_fixes, missing_commands
from bot.replies.reply import FixView
from bot.turn import Conversation

COMMANDS = (
    CommandDefinition(
        command="prefect pool slots *", client_since="3.6.23", instead="prefect pool inspect *"
    ),
    CommandDefinition(
        command="prefect queue slots * --pool *",
        client_since="3.6.23",
        instead="prefect queue inspect * --pool *",
    ),
    CommandDefinition(
        command="prefect gcl update tag:* --limit *", server_since="3.4.19", instead="prefect tag create * *"
    ),
)
NOTHING_SERVES = CommandDefinition(command="prefect gcl update tag:* --active-slots *", server_since="3.4.19")
OLD = missing_commands(Releases("3.4.8", "3.4.8"), COMMANDS)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("prefect pool slots etl", "prefect pool inspect etl"),
        ("prefect pool slots 'two words'", "prefect pool inspect 'two words'"),
        ("prefect pool slots -- -x", "prefect pool inspect -- -x"),
        ("prefect pool slots", "prefect pool inspect"),
        ("prefect pool slots etl  # look first", "prefect pool inspect etl  # look first"),
        ("prefect queue slots q --pool p", "prefect queue inspect q --pool p"),
        ("prefect queue slots --pool=-p -- -q", "prefect queue inspect --pool=-p -- -q"),
        ("prefect gcl update tag:db --limit 3", "prefect tag create db 3"),
        ("prefect gcl update 'tag:a b' --limit 3", "prefect tag create 'a b' 3"),
        ("prefect gcl update db --limit 3", "prefect gcl update db --limit 3"),
        ("prefect gcl update", "prefect gcl update"),
        ("prefect pool inspect etl", "prefect pool inspect etl"),
        ("pip install prefect", "pip install prefect"),
    ],
)
def test_a_missing_command_becomes_what_serves_instead(line: str, shown: str) -> None:
    assert fitted(line, OLD) == shown
    assert fitted(shown, OLD) == shown, "what is shown stays"
    assert fitted(line, ()) == line


@pytest.mark.parametrize(
    ("client", "server", "missing"),
    [
        ("", "", 0),
        ("", "3.4.8", 3),
        ("", "3.6.20", 2),
        ("3.6.20", "3.8.8", 2),
        ("3.8.8", "3.4.8", 1),
        ("3.6", "", 2),
        ("3.8.8", "3.8.8", 0),
    ],
)
def test_the_commands_are_the_clients_and_the_objects_the_servers(
    client: str, server: str, missing: int
) -> None:
    assert len(missing_commands(Releases(client, server), COMMANDS)) == missing


def test_a_release_that_is_named_without_saying_whose_is_the_server_s_where_nothing_tells_of_that() -> None:
    client = Case().with_facts([Fact("client_version", "3.4.8", "person")])
    assert releases_of(client) == Releases("3.4.8", "")
    named = client.with_facts([Fact("release_of_both", True, "person")])
    assert releases_of(named) == Releases("3.4.8", "3.4.8")
    known = named.with_facts([Fact("server_version", "3.8.8", "person")])
    assert releases_of(known) == Releases("3.4.8", "3.8.8")


def test_a_release_that_is_told_in_part_may_be_older() -> None:
    assert older("3.6", "3.6.23")
    assert not older("3.7", "3.6.23")
    assert not older("", "3.6.23")


async def told(text: str, **facts: str) -> Mapping[str, str]:
    case = Case().with_facts(Fact(name, value, "person") for name, value in facts.items())
    turn = await Conversation(knowledge()).say(case, text)
    return {"text": turn.report["text"]}


FULL = Subject(
    "pool",
    "pool:etl",
    "etl",
    {
        "name": "etl",
        "pool_name": "etl",
        "pool_full": True,
        "pool_paused": False,
        "pool_needs_worker": True,
        "workers_online": 1,
        "slot_limit": 1,
        "slots_used": 1,
        "waiting_count": 1,
        "waiting": [{"id": "1", "name": "late-run"}],
        "holders": [],
        "holders_dead": [],
        "parent_holds": None,
        "all_held_by_parents": False,
    },
)


@pytest.mark.parametrize(("release", "modern"), [("", True), ("3.6.24", True), ("3.6.20", False)])
def test_slots_is_shown_only_where_the_release_has_it(release: str, modern: bool) -> None:
    book = knowledge()
    versions = [Fact("server_version", release, "live")] if release else []
    seen = Case(subjects=(FULL,), looked=frozenset({"pools"}), focus=frozenset({"pool:etl"}))
    case = seen.with_facts(versions)
    reply = compose(case, Answer(tuple(v for v in judge_all(case, book) if v.cause.code == "CL10")), book)
    shown = [command for fix in reply.fixes for command in fix.commands]
    assert ("prefect work-pool slots etl" in shown) is modern
    assert ("prefect flow-run ls --state-type PENDING --state-type RUNNING" in shown) is not modern
    assert reply == compose(
        case, Answer(tuple(v for v in judge_all(case, book) if v.cause.code == "CL10")), book
    )


async def test_a_fix_of_a_newer_release_is_named_with_the_release_it_needs() -> None:
    text = (
        "Run cancelled: Deployment concurrency slot lost during provisioning - "
        "no slots available to continue execution"
    )
    old = (await told(text, client_version="3.4.8", server_version="3.4.8"))["text"]
    assert "From Prefect 3.6.7 on; you run 3.4.8" in old
    assert "grace_period_seconds" not in old
    assert "grace_period_seconds" in (await told(text, client_version="3.8.8"))["text"]


async def test_an_event_loop_is_blamed_only_where_it_renews_leases() -> None:
    log = (
        "Concurrency lease renewal failed - slots are no longer reserved. Only this one run, it is async "
        "code that blocks the event loop."
    )
    answers = {"hosting": "self_hosted", "lease_failure_shape": "one_run_blocking_async"}
    conversation = Conversation(knowledge())
    for release, code in (("3.7.0", "CL44"), ("3.7.1", "CL43")):
        turn = await conversation.say(Case(), log, {**answers, "client_version": release})
        status = {verdict["code"]: verdict["status"] for verdict in turn.report["verdicts"]}
        assert (status["CL44"] == "confirmed") is (code == "CL44"), (release, status)
        if code == "CL44":
            assert "The flow runs Prefect 3.7.0; fixed in 3.7.1" in turn.report["text"]
        else:
            assert "since 3.7.1 the lease is renewed in a thread of its own" in turn.report["text"]


def test_a_fix_whose_command_nothing_replaces_is_left_out() -> None:
    set_count = FixView((), "low", (), ("prefect gcl update tag:db --active-slots 2",), None, 0)
    look = FixView((), "none", (), ("prefect gcl ls",), None, 1)
    old, new = Releases("3.4.8", "3.4.8"), Releases("3.8.8", "3.8.8")
    assert fitted_fixes([set_count, look], old, [NOTHING_SERVES]) == (look,)
    assert fitted_fixes([set_count, look], new, [NOTHING_SERVES]) == (set_count, look)


async def test_on_a_server_without_counters_a_tag_is_reset_with_its_danger() -> None:
    text = (await told("The tag limit db is stuck at 3 of 3 and no task runs", server_version="3.4.8"))[
        "text"
    ]
    assert "prefect concurrency-limit inspect db" in text
    assert "prefect concurrency-limit reset db" in text
    assert "Holders that live are dropped too" in text
    assert "Set the counter" not in text
    assert "Don't use reset" not in text


async def test_there_a_tag_with_a_living_task_is_not_reset_as_harmless() -> None:
    belief = "Should I delete the tag limit db and create it again? One task with that tag still runs."
    text = (await told(belief, server_version="3.4.8"))["text"]
    assert "without harm" not in text
    assert "Holders that live are dropped too" in text
    assert "--active-slots" not in text
