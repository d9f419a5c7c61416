"""A server whose repossessor is switched off frees no slot of a dead run; nobody is told to wait for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed


def switched(recording: Recording, enabled: Any) -> Recording:
    known = recording.sources["settings"]
    server = known.answers[-1]["server"]
    services = {**server["services"], "repossessor": {"enabled": enabled}}
    told = known.model_copy(update={"answers": ({"server": {**server, "services": services}},)})
    return recording.model_copy(update={"sources": {**recording.sources, "settings": told}})


@pytest.mark.parametrize("name", ["crashed-run-holds-global", "killed-task-holds-tag"])
async def test_nobody_is_told_to_wait_for_what_never_comes(name: str) -> None:
    turn = await replay(switched(recording_of(name), enabled=False))
    assert confirmed(turn)[:1] == ["CL155"]
    assert not {"CL24", "CL25", "CL26"} & set(confirmed(turn))
    assert "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED=true" in turn.report["text"]
    assert confirmed(await replay(switched(recording_of(name), enabled=True)))[:1] == ["CL26"]


async def test_a_deployments_dead_run_is_marked_as_crashed() -> None:
    turn = await replay(switched(recording_of("killed-run-lease-lost-deployment"), enabled=False))
    assert confirmed(turn)[:1] == ["CL155"]
    assert "Mark the dead runs as Crashed" in turn.report["text"]


async def test_a_setting_that_is_none_is_not_read() -> None:
    turn = await replay(switched(recording_of("crashed-run-holds-global"), enabled="maybe"))
    assert "CL155" not in confirmed(turn)
