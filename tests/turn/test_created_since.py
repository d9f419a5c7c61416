"""A limit that a log calls missing may exist by now; then nothing is to be created."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.diagnosis.changed import asked
from tests.diagnosis.recording import recording_of
from tests.lab.stage import confirmed

SKIPPED = "Concurrency limits {} do not exist - skipping acquisition."


@pytest.mark.parametrize(
    "line",
    [
        SKIPPED.format(["payments-api"]),
        "Concurrency limits ['payments-api'] must be created before acquiring slots",
    ],
)
async def test_a_limit_that_was_created_since_the_log_is_not_created_again(line: str) -> None:
    turn = await asked(recording_of("global-full"), line)

    assert confirmed(turn)[:1] == ["CL35"]
    assert "exists now" in turn.report["text"]
    assert "gcl create" not in turn.report["text"]


async def test_only_what_is_missing_still_is_to_be_created() -> None:
    turn = await asked(recording_of("global-full"), SKIPPED.format(["payments-api", "vendor-api"]))

    assert "prefect gcl create vendor-api --limit 1" in turn.report["text"]
    assert "gcl create payments-api" not in turn.report["text"]


def _written(days_ago: float) -> str:
    """The log's line, written so long before the recorded look."""
    at = recording_of("global-full").now - timedelta(days=days_ago)
    return f"{at:%Y-%m-%d %H:%M:%S}.123 | WARNING | prefect.flow_runs - {SKIPPED.format(['payments-api'])}"


async def test_a_limit_that_was_there_when_the_log_was_written_is_in_another_api_than_the_code() -> None:
    turn = await asked(recording_of("global-full"), _written(days_ago=-2))

    assert "the code most likely asks another API or workspace" in turn.report["text"]
    assert "did not exist yet" not in turn.report["text"]
    assert turn.report["verdicts"][0]["fixes"][0]["commands"] == ["prefect config view"]


async def test_a_limit_that_was_made_after_the_log_was_missing_then() -> None:
    turn = await asked(recording_of("global-full"), _written(days_ago=2))

    assert "The limit did not exist yet when the log was written" in turn.report["text"]
    assert "prefect config view" not in turn.report["text"]


async def test_a_line_without_its_day_leaves_both_open() -> None:
    turn = await asked(recording_of("global-full"), f"10:11:12.123 | {SKIPPED.format(['payments-api'])}")

    assert "it was made since, or the code asks another API or workspace" in turn.report["text"]
