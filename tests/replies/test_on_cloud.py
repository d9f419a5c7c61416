"""On Prefect Cloud a fault of the server is not called seen there, and no setting of a server is offered."""

from __future__ import annotations

import pytest

from bot.replies.compose import ONLY_SELF_HOSTED
from tests.diagnosis import replay as replays
from tests.diagnosis.recording import recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed

ID = "00000000-0000-4000-8000-000000000000"
CLOUD = f"https://api.prefect.cloud/api/accounts/{ID}/workspaces/{ID}"


@pytest.fixture
def on_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "API_URL", CLOUD)


SERVER_FAULTS = {
    "deployment-run-deleted": "CL18",
    "tag-reset-leak": "CL20",
    "deployment-count-set-too-high": "CL21",
    "global-count-set-too-high": "CL22",
    "global-leak": "CL28",
    "deployment-limit-disabled": "CL36",
    "deployment-run-resumed": "CL101",
    "deployment-run-forced": "CL102",
    "deployment-limit-added-late": "CL103",
}


@pytest.mark.usefixtures("on_cloud")
@pytest.mark.parametrize(("scenario", "code"), SERVER_FAULTS.items())
async def test_a_fault_of_the_server_was_not_seen_on_cloud(scenario: str, code: str) -> None:
    turn = await replay(recording_of(scenario))
    assert confirmed(turn)[:1] == [code]
    assert ONLY_SELF_HOSTED in turn.report["text"]


@pytest.mark.usefixtures("on_cloud")
async def test_what_is_so_everywhere_is_said_without_it() -> None:
    assert ONLY_SELF_HOSTED not in (await replay(recording_of("pool-paused"))).report["text"]


async def test_on_a_server_of_ones_own_nothing_is_added() -> None:
    assert ONLY_SELF_HOSTED not in (await replay(recording_of("deployment-run-deleted"))).report["text"]


@pytest.mark.usefixtures("on_cloud")
async def test_no_setting_of_the_server_is_offered() -> None:
    turn = await replay(recording_of("deployment-slot-idle"))
    assert confirmed(turn, kinds=("normal",))[:1] == ["CL85"]
    assert "PREFECT_SERVER" not in turn.report["text"]
