"""A slot is called lost only once the deployment's own lease cannot free it any more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.changed import ago, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

DEAD_RUN, LEAKED = "killed-run-lease-lost-deployment", "deployment-count-set-too-high"


def with_grace(recording: Recording, seconds: int) -> Recording:
    """The server with this grace period on every deployment."""
    options = {"collision_strategy": "ENQUEUE", "grace_period_seconds": seconds}
    known = recording.sources["deployments"]
    answers = tuple(
        {own: {**row, "concurrency_options": options} for own, row in answer.items()}
        for answer in known.answers
    )
    return with_source(recording, "deployments", answers=answers)


def with_setting(recording: Recording, seconds: float) -> Recording:
    settings = {"server": {"concurrency": {"initial_deployment_lease_duration": seconds}}}
    return with_source(recording, "settings", answers=(settings,), failed=None)


def with_source(recording: Recording, source: str, **values: Any) -> Recording:
    changed = recording.sources[source].model_copy(update=values)
    return recording.model_copy(update={"sources": {**recording.sources, source: changed}})


@pytest.mark.parametrize("change", [with_grace, with_setting])
async def test_a_dead_run_keeps_its_slot_as_long_as_its_deployment_lets_it(change: Any) -> None:
    turn = await replay(change(recording_of(DEAD_RUN), 3600))
    assert confirmed(turn, kinds=("fault", "normal"))[:1] == ["CL26"]
    assert "keep it for 1 h" in turn.report["text"]


async def test_a_dead_run_whose_lease_is_over_is_told_as_before() -> None:
    assert "CL24" in confirmed(await replay(with_grace(recording_of(DEAD_RUN), 300)))


async def test_a_shorter_grace_period_shortens_no_lease_of_a_run_that_began() -> None:
    turn = await replay(with_grace(recording_of(DEAD_RUN), 60))
    assert "its lease frees a slot within 315 s" in turn.report["text"]


@pytest.mark.parametrize(("grace", "leaked"), [(300, True), (3600, False)])
async def test_a_slot_that_a_lease_may_free_has_not_leaked(grace: int, *, leaked: bool) -> None:
    recording = with_rows(recording_of(LEAKED), "changes", lambda _: [])
    moved = ago(recording, minutes=10)
    old = with_rows(recording, "limits", lambda rows: [{**row, "updated": moved} for row in rows])
    turn = await replay(with_grace(old, grace))
    assert ("CL21" in confirmed(turn)) is leaked
    assert ("longer than a lease lives" in turn.report["text"]) is leaked


async def test_no_slot_is_lost_where_the_deployments_could_not_be_read() -> None:
    unread = with_source(recording_of(DEAD_RUN), "deployments", answers=(), failed="it was refused")
    assert "CL24" not in confirmed(await replay(unread))
