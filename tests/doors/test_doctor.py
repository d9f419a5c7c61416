"""`doctor`: a check-up of the whole workspace, with an exit status for scripts."""

from __future__ import annotations

import asyncio

import pytest

from bot.lab.play import break_scenario, cleanup_scenario
from bot.lab.scenario import find_plays

from .terminal import Terminal

pytestmark = pytest.mark.live
FAULT = "pool-paused"


async def test_a_confirmed_fault_is_exit_status_1_and_healthy_is_0(terminal: Terminal) -> None:
    scenario = find_plays()[FAULT].scenario
    await break_scenario(terminal.api_url, FAULT)
    try:
        plain, as_json = await asyncio.gather(
            terminal.run("doctor", settings={"COLUMNS": "30"}), terminal.run("doctor", "--json")
        )
    finally:
        await cleanup_scenario(terminal.api_url, FAULT)
    assert (plain.status, as_json.status) == (1, 1)
    assert plain.out.startswith("✗ Fault  ")
    command = f"prefect work-pool resume {scenario.names['pool']}"
    assert f"    {command}" in plain.out.splitlines(), "a command stays whole however narrow the terminal"
    assert scenario.cause in as_json.report.confirmed
    assert as_json.report.question is None

    healthy = await terminal.run("doctor", "--json")
    assert healthy.status == 0, healthy.report.text
    assert not [code for code in healthy.report.confirmed if code == scenario.cause]
