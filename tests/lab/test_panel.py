"""The panel breaks and heals by the commands it is given, and says what state each scenario is in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import UsageError
from bot.lab.panel import Panel
from bot.lab.rest import LabFailed
from bot.lab.steps import Steps

pytestmark = pytest.mark.live
NAME = "pool-paused"


async def no_slots() -> list[dict[str, Any]]:
    return []


async def state(panel: Panel) -> tuple[str, str | None]:
    scenarios = (await panel.describe())["scenarios"]
    one = next(scenario for scenario in scenarios if scenario["name"] == NAME)
    return one["state"], one["error"]


async def test_broken_then_a_wrong_command_then_healed(lab_server: str, tmp_path: Path) -> None:
    commands = ["prefect work-pool resume no-such-pool"]

    async def fix_for(opening: str, cause: str | None) -> Steps:
        assert "billing-pool" in opening
        assert cause == "CL31"
        return Steps(commands=tuple(commands))

    panel = Panel(lab_server, no_slots, fix_for, tmp_path)
    try:
        assert await state(panel) == ("idle", None)
        await panel.break_(NAME)
        assert await state(panel) == ("broken", None)
        with pytest.raises(LabFailed, match="no-such-pool"):
            await panel.heal(NAME)
        assert (await state(panel))[0] == "error"
        commands[:] = ["prefect work-pool resume billing-pool"]
        await panel.heal(NAME)
        assert await state(panel) == ("idle", None)
    finally:
        await panel.cleanup()


async def test_an_unknown_name_is_a_usage_error(lab_server: str, tmp_path: Path) -> None:
    async def no_commands(opening: str, cause: str | None) -> Steps:
        return Steps()

    with pytest.raises(UsageError):
        await Panel(lab_server, no_slots, no_commands, tmp_path).break_("no-such")
