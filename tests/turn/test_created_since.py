"""A limit that a log calls missing may exist by now; then nothing is to be created."""

from __future__ import annotations

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
    assert "It exists now" in turn.report["text"]
    assert "gcl create" not in turn.report["text"]


async def test_only_what_is_missing_still_is_to_be_created() -> None:
    turn = await asked(recording_of("global-full"), SKIPPED.format(["payments-api", "vendor-api"]))

    assert "prefect gcl create vendor-api --limit 1" in turn.report["text"]
    assert "gcl create payments-api" not in turn.report["text"]
