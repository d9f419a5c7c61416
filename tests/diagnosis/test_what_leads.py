"""What stands first in a reply: what was asked about, with its fix, and nothing that contradicts it."""

from __future__ import annotations

import pytest

from bot.replies.markup import text_of
from tests.lab.stage import confirmed

from .changed import Rows, asked, with_rows
from .recording import Recording, recording_of
from .replay import replay

OTHER = "00000000-0000-0000-0000-00000000f10a"


def with_another_flow(recording: Recording, name: str) -> Recording:
    """The server on which a run of another flow runs as well, that never took a slot."""

    def another(rows: Rows) -> Rows:
        return [*rows, {**rows[0], "id": f"{OTHER[:-4]}beef", "name": "waiter", "flow_id": OTHER}]

    flows = ({**recording.flows[0], "id": OTHER, "name": name}, *recording.flows)
    return with_rows(recording.model_copy(update={"flows": flows}), "active", another)


async def test_a_flow_that_hangs_and_holds_nothing_waits_for_another() -> None:
    recording = with_another_flow(recording_of("global-alone"), "export-books")
    turn = await asked(
        recording,
        "export-books is Running but hangs at concurrency('quarter-lock'), no error and no log line",
    )
    assert confirmed(turn)[:1] == ["CL14"], turn.report["text"]
    assert turn.reply.question is None


async def test_the_flow_that_holds_the_limit_is_still_asked_whether_it_takes_it_again() -> None:
    turn = await asked(
        with_another_flow(recording_of("global-alone"), "export-books"),
        "My flow close-quarter hangs at concurrency('quarter-lock') for ever, no error and no log line",
    )
    assert turn.answer
    assert turn.answer.question
    assert turn.answer.question[0] == "takes_inside"


async def test_a_missing_limit_leads_with_the_command_that_makes_it() -> None:
    turn = await replay(recording_of("limit-missing"))
    assert turn.reply.mood == "fault"
    assert "prefect gcl create search-index" in turn.report["text"]
    assert "Nothing here is named" not in turn.report["text"]


@pytest.mark.parametrize("name", ["pool-orphan-works-on", "queue-starved"])
async def test_what_is_told_is_not_called_normal_below(name: str) -> None:
    turn = await replay(recording_of(name))
    assert not [line for line in turn.reply.also if text_of(line).startswith("Nothing is broken")]


async def test_a_quoted_command_is_no_name() -> None:
    assert "Nothing here is named" not in (await replay(recording_of("tag-list-blind"))).report["text"]


async def test_a_tag_of_a_running_task_is_no_unknown_name() -> None:
    turn = await replay(recording_of("tag-replaced-by-with-options"))
    assert "Nothing here is named" not in turn.report["text"]


async def test_another_limit_than_the_named_one_does_not_lead() -> None:
    recording = recording_of("tag-full")
    tag = next(s.name for s in (await replay(recording)).case.subjects if s.kind == "limit")
    flow = recording.flows[0]["name"]
    turn = await asked(recording, f"My flow {flow} hangs: its task tagged ledger-rows waits for ever")
    assert tag != "ledger-rows"
    assert text_of(turn.reply.headline).startswith("Nothing here is named ledger-rows")


async def test_who_asks_about_a_lease_is_not_asked_about_a_nested_limit() -> None:
    turn = await replay(recording_of("event-loop-blocked-new-client"))
    assert turn.reply.question is None


async def test_who_told_how_a_run_ended_is_not_asked_what_they_see() -> None:
    turn = await replay(recording_of("global-cancelled-elsewhere"))
    assert turn.reply.question is None or turn.reply.question.fact != "symptom"


async def test_a_locked_database_is_a_server_of_ones_own() -> None:
    text = "Tagged tasks start seconds late. Server log: sqlite3.OperationalError: database is locked"
    turn = await asked(recording_of("healthy-busy"), text)
    assert turn.case.value("hosting") == "self_hosted"
    assert turn.reply.question is None or turn.reply.question.fact != "hosting"
