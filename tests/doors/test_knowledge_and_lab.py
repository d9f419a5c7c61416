"""`knowledge …` and `lab …`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lab.play import cleanup_scenario
from bot.lab.scenario import find_plays

from .terminal import Terminal

FAULT = "queue-paused"


async def test_the_knowledge_is_checked_and_a_wrong_folder_is_refused(
    unconnected: Terminal, tmp_path: Path
) -> None:
    good = await unconnected.run("knowledge", "check")
    assert good.status == 0
    assert good.out.endswith("all good\n")
    assert "is not a folder" in (await unconnected.run("knowledge", "check", "/nowhere")).refuses(2)
    assert "holds no causes" in (await unconnected.run("knowledge", "check", str(tmp_path))).refuses(2)


async def test_the_knowledge_is_drawn_listed_and_shown(unconnected: Terminal) -> None:
    assert (await unconnected.run("knowledge", "tree")).out.startswith(("flowchart", "graph"))
    assert "CL20" in (await unconnected.run("knowledge", "list")).out
    shown = await unconnected.run("knowledge", "show", "cl20")
    assert shown.out.startswith("CL20  ")
    line = (await unconnected.run("knowledge", "show", "CL2O")).refuses(2)
    assert "no cause `CL2O`; did you mean `CL20`" in line


@pytest.mark.live
async def test_a_scenario_is_broken_and_healed_by_the_bots_own_commands(terminal: Terminal) -> None:
    scenario = find_plays()[FAULT].scenario
    try:
        broken = await terminal.run("lab", "break", FAULT)
        assert (broken.status, scenario.opening in broken.out) == (0, True)
        healed = await terminal.run("lab", "heal", FAULT)
        assert (healed.status, healed.out.splitlines()[0]) == (0, "Ran:")
        assert healed.out.splitlines()[1].startswith("prefect work-queue resume ")
        again = await terminal.run("lab", "heal", FAULT)
        assert (again.status, "is not broken here" in again.out) == (0, True)
    finally:
        await cleanup_scenario(terminal.api_url, FAULT)


async def test_the_lab_lists_its_scenarios_and_refuses_what_it_must(unconnected: Terminal) -> None:
    listed = await unconnected.run("lab", "list", settings={"COLUMNS": "300"})
    assert all(name in listed.out for name in find_plays())
    assert "no scenario `pool-ful`; did you mean `pool-full`" in (
        await unconnected.run("lab", "break", "pool-ful")
    ).refuses(2)
    assert "set PREFECT_API_URL" in (await unconnected.run("lab", "break", FAULT)).refuses(2)
    foreign = {"PREFECT_API_URL": "http://prefect.example.com/api"}
    line = (await unconnected.run("lab", "break", FAULT, settings=foreign)).refuses(2)
    assert "is not this machine" in line
    assert "--yes-really" in line
