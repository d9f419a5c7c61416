"""What the lab refuses and how it finds its scenarios; needs no server."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.lab.lab import Lab
from bot.lab.local_only import ensure_local
from bot.lab.panel import Panel
from bot.lab.play import break_scenario
from bot.lab.scenario import find_play, find_scenarios
from bot.lab.steps import run_line


@pytest.mark.parametrize("url", ["https://api.prefect.cloud/api", "http://10.0.0.7:4200/api", "nonsense"])
def test_a_server_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--yes-really"):
        ensure_local(url)
    ensure_local(url, yes_really=True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:4200/api", "http://localhost/api", "http://[::1]:4200/api"]
)
def test_this_machine_is_accepted(url: str) -> None:
    ensure_local(url)


def test_scenarios_are_found_and_do_not_share_names() -> None:
    found = find_scenarios()
    assert len({scenario.name for scenario in found}) == len(found) >= 20
    for kind in ("pool", "deployment", "tag", "limit", "flow"):
        used = [scenario.names[kind] for scenario in found if kind in scenario.names]
        assert len(set(used)) == len(used)


def test_every_fault_has_a_twin_that_looks_alike_and_is_something_else() -> None:
    found = {scenario.name: scenario for scenario in find_scenarios()}
    pairs = [(found[each.twin_of], each) for each in found.values() if each.twin_of]
    assert all(one.cause != other.cause for one, other in pairs)
    twins = {scenario.name for pair in pairs for scenario in pair}
    assert {name for name, scenario in found.items() if scenario.cause} <= twins


def test_an_unknown_scenario_is_a_usage_error_that_lists_the_known() -> None:
    with pytest.raises(UsageError, match="pool-full"):
        find_play("no-such")


@pytest.mark.parametrize("line", ["rm -rf x", "bash -c 'prefect version'", "prefect 'unclosed", ""])
async def test_only_prefect_commands_run(line: str, tmp_path: Path) -> None:
    async with Lab("http://127.0.0.1:1/api", "x", tmp_path) as lab:
        with pytest.raises(UsageError):
            await run_line(lab, line)


async def test_a_panel_for_a_server_elsewhere_is_refused() -> None:
    async def nothing(*_: object) -> list[dict[str, object]]:
        return []

    with pytest.raises(UsageError):
        Panel("https://prefect.example/api", nothing, nothing)  # type: ignore[arg-type]


async def test_an_unknown_scenario_is_not_broken(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        await break_scenario("http://127.0.0.1:1/api", "no-such", tmp_path)
