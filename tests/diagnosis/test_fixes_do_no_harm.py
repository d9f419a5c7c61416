"""A fix makes nothing worse: no number is guessed, no name made up, and what it costs is said."""

from __future__ import annotations

import pytest

from bot.engine.causes import Fix, LogCase
from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.replies.templates import fill_snippet
from bot.turn import Conversation, Turn
from tests.lab.stage import confirmed

from .changed import Rows, with_rows
from .recording import Recording, recording_of
from .replay import replay
from .talking import talk

ENDS = "runs that hold a deployment's slot end as Crashed within 4 minutes"
COLLISION = (
    "Each run of etl/nightly was cancelled with 'Deployment concurrency limit reached.' although nothing runs"
)


async def said(text: str, *, cause: str) -> str:
    """What is said to a text without a connection, once the cause is the one that is meant."""
    turn: Turn = await Conversation(knowledge()).say(Case(), text)
    assert confirmed(turn)[:1] == [cause], turn.report["text"]
    return str(turn.report["text"])


def log_case(name: str) -> LogCase:
    return knowledge().log_cases[name]


@pytest.mark.parametrize("name", ["dead-run-holds-pool", "dead-run-holds-queue"])
async def test_no_worker_is_promised_to_end_a_cancelled_run_that_lives(name: str) -> None:
    told = (await replay(recording_of(name))).report["text"]
    assert "prefect flow-run cancel" in told
    assert "Make sure that its process is gone: maybe nobody ends one that still works" in told
    assert "its worker ends it" not in told


@pytest.mark.parametrize(
    ("name", "limit"),
    [("slots-exceed-limit", "warehouse"), ("nested-in-code", "ledger"), ("crossed-in-code", "stock")],
)
async def test_a_limit_of_unknown_size_is_raised_by_no_guess(name: str, limit: str) -> None:
    told = (await talk(log_case(name), knowledge())).said
    assert f"prefect gcl update {limit} --limit NUMBER" in told
    assert "as NUMBER" in told


async def test_a_limit_is_raised_to_what_the_code_asks_for_where_that_is_known() -> None:
    text = log_case("slots-exceed-limit").text + '\nwith concurrency("warehouse", occupy=20): copy()'
    assert "prefect gcl update warehouse --limit 20" in await said(text, cause="CL52")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("how do I use collision strategy SKIP for etl/nightly", "CL140"),
        ("How can I limit the number of waiting runs of the deployment etl/nightly?", "CL124"),
    ],
)
async def test_a_strategy_alone_leaves_the_limit_as_it_is(text: str, cause: str) -> None:
    told = await said(text, cause=cause)
    assert "STRATEGY = 'CANCEL_NEW'" in told
    assert "LIMIT = " not in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("how-to-cancel-new", "Where the deployment has a limit, set the strategy; its number stays"),
        (
            "how-to-cancel-new",
            "Else set the limit and the strategy on the deployment, with your own number as LIMIT",
        ),
        ("belief-paid-plan", "with your own number as LIMIT"),
    ],
)
async def test_a_number_that_nobody_named_is_asked_for(name: str, words: str) -> None:
    assert words in (await talk(log_case(name), knowledge())).said


@pytest.mark.parametrize(
    ("text", "cause", "words"),
    [
        (
            "How do I change the concurrency limit of deployment etl/nightly?",
            "CL149",
            "Set its new number as LIMIT",
        ),
        ("We come from Airflow. What is max_active_runs here?", "CL119", "with your own number as LIMIT"),
    ],
)
async def test_a_new_number_that_nobody_named_is_asked_for(text: str, cause: str, words: str) -> None:
    assert words in await said(text, cause=cause)


LEASE, RESTART, AGAIN = (
    "nothing runs. I was told to wait until the lease expires",
    "nothing runs. Should I restart the Prefect server to clear its slots?",
    "nothing runs. I will delete the limit and create it again",
)


@pytest.mark.parametrize(("belief", "cause"), [(LEASE, "CL65"), (RESTART, "CL66"), (AGAIN, "CL133")])
async def test_a_deployment_s_name_is_not_taken_for_that_of_its_limit(belief: str, cause: str) -> None:
    told = await said(f"My deployment limit etl/nightly is stuck at 1 of 1, {belief}", cause=cause)
    assert "prefect gcl inspect deployment:DEPLOYMENT_ID" in told
    assert "prefect deployment inspect etl/nightly shows the deployment's id" in told
    assert "inspect tag:etl" not in told
    assert "gcl inspect etl/nightly" not in told


@pytest.mark.parametrize(("belief", "cause"), [(LEASE, "CL65"), (RESTART, "CL66"), (AGAIN, "CL133")])
async def test_a_limit_of_unknown_kind_is_not_named_as_if_it_were_a_global_one(
    belief: str, cause: str
) -> None:
    told = await said(f"The concurrency limit warehouse is stuck at 2 of 2, {belief}", cause=cause)
    assert "prefect gcl inspect LIMIT_NAME" in told
    assert "prefect gcl ls shows its name" in told


async def test_the_slot_taken_inside_of_a_task_is_that_of_its_tag() -> None:
    told = await said("Does a task with the tag db keep its tag's slot during its retries?", cause="CL125")
    assert "LIMIT = 'tag:db'" in told
    assert "servers before 3.8.5 give it back" in told


def answering(recording: Recording, source: str, answer: object) -> Recording:
    """The recording with another answer of a source."""
    known = recording.sources[source].model_copy(update={"answers": (answer,)})
    return recording.model_copy(update={"sources": {**recording.sources, source: known}})


def fixes_with(snippet: str) -> list[tuple[str, Fix]]:
    return [
        (entry.cause.code, fix)
        for entry in knowledge().causes
        for fix in entry.cause.fixes
        if fix.snippet == snippet and fix.fill
    ]


@pytest.mark.parametrize(("code", "fix"), fixes_with("crash_dead_runs.py"))
def test_each_dead_run_is_marked_only_in_the_state_in_which_it_was_found(code: str, fix: Fix) -> None:
    """Of two runs one is Pending: as many states as runs, each its own."""
    runs = [{"id": "a", "state": "Running"}, {"id": "b", "state": "Pending"}]
    lists = ("holders_dead", "holders_lost", "holders_orphaned", "cannot_end")
    known = fill_snippet(knowledge().snippets["crash_dead_runs.py"], fix.fill, dict.fromkeys(lists, runs))
    assert "RUN_IDS = 'a,b'" in known, code
    assert "STATES = 'Running,Pending'" in known, code


async def test_a_server_is_upgraded_before_its_clients() -> None:
    recording = recording_of("old-client-holds-tag")
    told = (await replay(recording)).report["text"]
    assert "The server must not be older than the client: upgrade it first" in told
    turn = await replay(answering(recording, "version", "3.4.25"))
    assert (
        "Then upgrade the server to 3.7.2 or newer, and only after it Prefect in the image"
        in turn.report["text"]
    )


async def test_a_worker_is_not_made_newer_than_its_server() -> None:
    text = log_case("worker-lost-count").text
    told = await said(text, cause="CL108")
    assert "The server must not be older than the client: upgrade it first" in told
    older = await said(text + "\nThe server runs 3.4.8.", cause="CL108")
    assert "upgrade the server to 3.4.24 or newer, and after it Prefect where the worker runs" in older


@pytest.mark.parametrize(
    "name",
    [
        "lease-lost-server-restart",
        "lease-lost-replicas",
        "belief-restart-server",
        "memory-leases-several-workers",
        "repossessor-off",
    ],
)
async def test_what_a_restart_costs_is_said(name: str) -> None:
    assert ENDS in (await talk(log_case(name), knowledge())).said


async def test_what_a_restart_costs_is_said_where_the_server_is_their_own() -> None:
    text = "We run our own server. " + log_case("belief-decay-wakes-runs").text
    assert ENDS in await said(text, cause="CL139")


async def test_a_restart_costs_no_lease_that_is_kept_on_disk() -> None:
    recording = recording_of("deployment-slot-idle")
    assert ENDS in (await replay(recording)).report["text"]
    (answer,) = recording.sources["settings"].answers
    server = answer["server"]
    storage = {
        **server["concurrency"],
        "lease_storage": "prefect.server.concurrency.lease_storage.filesystem",
    }
    kept = {**answer, "server": {**server, "concurrency": storage}}
    turn = await replay(answering(recording, "settings", kept))
    assert ENDS not in turn.report["text"]
    assert [fix["risk"] for fix in turn.report["verdicts"][0]["fixes"]] == ["low"]


@pytest.mark.parametrize("name", ["deployment-slot-idle", "lease-lost-restart", "server-workers-refused"])
async def test_a_restart_that_loses_leases_is_the_last_fix_after_a_look_at_the_slots(name: str) -> None:
    fixes = (await replay(recording_of(name))).report["verdicts"][0]["fixes"]
    sets = [fix for fix in fixes if any("PREFECT_SERVER_" in line for line in fix["commands"])]
    assert sets
    assert sets == fixes[-len(sets) :]
    assert {fix["risk"] for fix in sets} == {"high"}
    assert all(fix["commands"][0].startswith("prefect gcl ls") for fix in sets)


@pytest.mark.parametrize(
    ("text", "held", "count_set"),
    [
        (f"{COLLISION}; one run is in AwaitingRetry. The server runs 3.8.8.", True, False),
        (f"{COLLISION}; one run is in AwaitingRetry.", True, False),
        (f"{COLLISION}; one run is in AwaitingRetry. The server runs 3.7.0.", False, True),
        (f"{COLLISION}. The server runs 3.8.8.", False, True),
    ],
)
async def test_a_run_that_waits_for_its_retry_holds_its_slot_from_3_8_5_on(
    text: str, held: bool, count_set: bool
) -> None:
    told = await said(text, cause="CL54")
    assert ("the run in AwaitingRetry holds the slot" in told) is held
    assert ("--active-slots 0" in told) is count_set
    assert "or, from server 3.8.5 on, a run in AwaitingRetry" in told


@pytest.mark.parametrize("name", ["which-states-count", "who-holds-global"])
async def test_a_retry_is_among_what_holds_a_deployment_s_slot(name: str) -> None:
    told = (await talk(log_case(name), knowledge())).said
    assert "from server 3.8.5 on" in told


def test_a_limit_is_not_removed_under_a_run_that_waits_for_its_retry() -> None:
    assert "AwaitingRetry" in knowledge().snippets["no_deployment_limit.py"]


async def test_schedules_that_are_off_on_purpose_are_spoken_of() -> None:
    recording = recording_of("deployment-paused-schedule")
    told = (await replay(recording)).report["text"]
    assert "all are switched on, those too that are off on purpose" in told

    (answer,) = recording.sources["deployments"].answers
    ((own, row),) = answer.items()
    schedules = [*row["schedules"], {**row["schedules"][0], "id": "another", "active": True}]
    turn = await replay(answering(recording, "deployments", {own: {**row, "schedules": schedules}}))
    assert confirmed(turn)[:1] == ["CL116"], turn.report["text"]
    assert "1. Resume the deployment – Runs are planned at once" in turn.report["text"]


async def test_what_was_not_tried_on_cloud_is_said_there() -> None:
    text = "We are on Prefect Cloud. " + log_case("belief-reset-tag").text
    assert "Seen on self-hosted servers" in await said(text, cause="CL67")


@pytest.mark.parametrize("name", ["how-to-prefect-yaml", "concurrency-options-in-yaml"])
async def test_a_grace_period_needs_a_client_whose_deploys_are_not_refused(name: str) -> None:
    told = (await talk(log_case(name), knowledge())).said
    assert "with clients from 3.6.7" in told
    assert "3.6.6" not in told


async def test_retries_are_set_where_the_flows_run() -> None:
    told = (await talk(log_case("cloud-429"), knowledge())).said
    assert "PREFECT_CLIENT_MAX_RETRIES=10 in the environment of the flows' containers" in told
    assert "of the machine where you type it, and of no other" in told


LOST = """Its deployment has a concurrency limit of 1, there is no concurrency() in its code.
08:12:30.455 | ERROR | Flow run 'rose-badger' - Concurrency lease renewal failed - \
slots are no longer reserved. Terminating execution to prevent over-allocation."""
FROZEN = f"Only this run; it sat in one long numpy call. {LOST}"
BELIEVED = f"prefect 3.8.8. Is the event loop blocked by our async flow's time.sleep? {LOST}"


@pytest.mark.parametrize(
    ("text", "cause", "answers"),
    [(FROZEN, "CL43", {"lease_failure_shape": "one_run_frozen"}), (BELIEVED, "CL48", {})],
)
async def test_no_longer_lease_is_offered_where_its_length_is_fixed(
    text: str, cause: str, answers: dict[str, str | bool | int]
) -> None:
    """The lease of a deployment is 300 s whatever the code says; there is no `concurrency()` to lengthen."""
    told = await talk(LogCase(log_case="fixed-lease", text=text, answers=answers, expect=cause), knowledge())
    assert told.confirmed[:1] == [cause], told.said
    last = told.turn.report["text"]
    assert "the lease of a deployment, 300 s, cannot be made longer" in last
    assert "mp_context=get_context" in last
    assert "lease_duration" not in last
    assert "concurrency(LIMIT" not in last


@pytest.mark.parametrize("name", ["lease-lost-frozen", "event-loop-believed"])
async def test_a_longer_lease_is_offered_where_code_takes_it(name: str) -> None:
    last = (await talk(log_case(name), knowledge())).turn.report["text"]
    assert "lease_duration=LEASE_SECONDS" in last
    assert "cannot be made longer" not in last


@pytest.mark.parametrize(
    ("name", "kind", "command"),
    [
        ("pool-full", "pools", "set-concurrency-limit {name} 6"),
        ("queue-full", "queues", "set-concurrency-limit {name} 6"),
    ],
)
async def test_one_slot_more_is_counted_from_what_is_used(name: str, kind: str, command: str) -> None:
    names: list[str] = []

    def lowered(rows: Rows) -> Rows:
        limited = [row for row in rows if row["concurrency_limit"]]
        names.extend(str(row["name"]) for row in limited)
        return [{**row, "active_slots": 5} if row in limited else row for row in rows]

    turn = await replay(with_rows(recording_of(name), kind, lowered))

    assert command.format(name=names[0]) in turn.report["text"]


@pytest.mark.parametrize("name", ["deployment-full", "tag-full"])
async def test_a_limit_below_what_is_used_is_told_as_lowered(name: str) -> None:
    def lowered(rows: Rows) -> Rows:
        return [{**row, "active_slots": int(row["limit"]) + 2} for row in rows]

    turn = await replay(with_rows(recording_of(name), "limits", lowered))

    assert not {"CL12", "CL13"} & {*confirmed(turn)}


@pytest.mark.parametrize(
    ("facts", "first", "second"),
    [
        ({"limit_name": "erp", "crossed_with": {"limit": "db,read"}}, "'erp'", "'db,read'"),
        ({"named": ["db,read", "erp"]}, "'db,read'", "'erp'"),
        ({"named": ["erp"]}, '"first-limit"', '"second-limit"'),
        ({}, '"first-limit"', '"second-limit"'),
    ],
)
def test_a_limit_with_a_comma_in_its_name_stays_one_limit(
    facts: dict[str, object], first: str, second: str
) -> None:
    [(_, fix)] = fixes_with("both_at_once.py")
    text = fill_snippet(knowledge().snippets["both_at_once.py"], fix.fill, facts)
    assert f"FIRST = {first}\nSECOND = {second}\n" in text
