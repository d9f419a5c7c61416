"""Due runs that no poll starts, deployments that lost their pool, and polls that a full pool leaves empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.diagnosis.changed import Rows, asked, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

LATE = "my flow runs in parse-pool stay Late for minutes"


def retrying(rows: Rows) -> Rows:
    """The waiting runs as runs that wait for their next attempt in their own process."""
    policy = {"retries": 3, "retry_type": "in_process"}
    return [{**row, "state_name": "AwaitingRetry", "empirical_policy": policy} for row in rows]


def gone(recording: Recording) -> Recording:
    """The server after the deployments of these runs were deleted."""
    none = recording.sources["deployments"].model_copy(update={"answers": ({},)})
    sources = {**recording.sources, "deployments": none}
    return recording.model_copy(update={"sources": sources})


def unread(recording: Recording, source: str, why: str) -> Recording:
    refused = recording.sources[source].model_copy(update={"answers": (), "failed": why})
    return recording.model_copy(update={"sources": {**recording.sources, source: refused}})


def cut(recording: Recording, source: str) -> Recording:
    """The recording with more rows of a source than are read."""
    known = recording.sources[source]
    answers = tuple({**answer, "cut": True} for answer in known.answers)
    sources = {**recording.sources, source: known.model_copy(update={"answers": answers})}
    return recording.model_copy(update={"sources": sources})


def with_deployment(recording: Recording, **changed: Any) -> Recording:
    """The recording with its deployments otherwise."""
    known = recording.sources["deployments"]

    def other(answer: Mapping[str, Any]) -> dict[str, Any]:
        return {own: {**row, **changed} for own, row in answer.items()}

    answers = tuple(other(answer) for answer in known.answers)
    sources = {**recording.sources, "deployments": known.model_copy(update={"answers": answers})}
    return recording.model_copy(update={"sources": sources})


async def test_a_worker_is_never_handed_a_run_that_retries_in_its_own_process() -> None:
    turn = await asked(with_rows(recording_of("worker-limit-full"), "scheduled", retrying), LATE)
    assert "CL56" not in confirmed(turn)
    assert turn.report["verdicts"] == [] or confirmed(turn) == []
    text = turn.report["text"]
    assert "waits for its next attempt in its own process, and no worker is handed it" in text
    assert "mark the run as Crashed" in text
    assert not text.startswith("Healthy")


async def test_a_run_whose_deployment_is_gone_waits_for_no_worker() -> None:
    turn = await asked(gone(recording_of("worker-limit-full")), LATE)
    assert confirmed(turn) == []
    assert "no longer exists, so Prefect lets no worker start it" in turn.report["text"]


async def test_a_deployment_that_could_not_be_read_is_not_called_gone() -> None:
    turn = await asked(unread(recording_of("worker-limit-full"), "deployments", "it was refused"), LATE)
    assert "no longer exists" not in turn.report["text"]
    assert "CL56" in confirmed(turn)


@pytest.mark.parametrize("how", ["refused", "cut"])
async def test_runs_that_were_not_read_are_not_taken_for_none(how: str) -> None:
    known = recording_of("deployment-paused-schedule")
    changed = cut(known, "scheduled") if how == "cut" else unread(known, "scheduled", "Prefect answered 500")
    assert confirmed(await replay(known))[:1] == ["CL116"]
    assert "CL116" not in confirmed(await replay(changed))


async def test_a_full_pool_hands_out_nothing_however_long_the_crowd() -> None:
    known = recording_of("queue-crowded")
    assert confirmed(await replay(known))[:1] == ["CL84"]
    full = with_rows(
        known, "pools", lambda rows: [{**row, "concurrency_limit": 1, "active_slots": 1} for row in rows]
    )
    assert "CL84" not in confirmed(await replay(full))
    queue = with_rows(
        known, "queues", lambda rows: [{**row, "concurrency_limit": 1, "active_slots": 1} for row in rows]
    )
    assert "CL84" not in confirmed(await replay(queue))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"last_polled": None},
            "Nothing ever asked for its runs: it was never served, or its work pool was deleted",
        ),
        ({"path": None}, "It was made for a work pool, which was deleted or taken away"),
    ],
)
async def test_a_deployment_without_its_pool_is_not_called_served(changed: dict[str, Any], told: str) -> None:
    turn = await replay(with_deployment(recording_of("worker-serve-gone"), **changed))
    text = turn.report["text"]
    assert confirmed(turn) == ["CL79"]
    assert told in text
    assert "Deploy it again to a work pool that has a worker" in text
    assert "run the script again" not in text
    assert "No process asked for its runs in the last" not in text


@pytest.mark.parametrize(
    "steps", [[{"prefect.deployments.steps.set_working_directory": {"directory": "/srv"}}], []]
)
async def test_a_served_deployment_is_called_served(steps: list[dict[str, Any]]) -> None:
    turn = await replay(with_deployment(recording_of("worker-serve-gone"), path="/srv", pull_steps=steps))
    assert "run the script again that calls serve(), where it ran before" in turn.report["text"]
    assert "Deploy it again" not in turn.report["text"]


OTHERS = [
    "our work pool limit is not enforced, more runs than allowed run at once",
    "more runs at once than the limit allows, the limit is not enforced",
]


@pytest.mark.parametrize("text", OTHERS)
async def test_a_limit_that_is_off_is_not_accused_for_another(text: str) -> None:
    known = recording_of("limit-inactive")

    def two(rows: Rows) -> Rows:
        return [
            *rows,
            {**rows[0], "id": "00000000-0000-4000-8000-0000000000ff", "name": "other", "active": True},
        ]

    turn = await asked(with_rows(known, "limits", two), text)
    assert "CL34" not in confirmed(turn)
    assert "prefect gcl enable" not in turn.report["text"]


@pytest.mark.parametrize(
    "text",
    [
        "my limit is not enforced, two runs are inside it at once",  # the only limit there is
        "check up",
        "the vendor-api limit does not hold, two runs are inside it at once",
        "our global concurrency limit is not enforced, two runs are inside of concurrency() at once",
    ],
)
async def test_a_limit_that_is_off_is_told_to_whom_it_may_matter(text: str) -> None:
    turn = await asked(recording_of("limit-inactive"), text)
    assert confirmed(turn)[:1] == ["CL34"], turn.report["text"]
