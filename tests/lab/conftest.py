"""The scenarios' server is the one all tests share, or the one of TEST_PREFECT_API_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bot.lab.command_lines import CommandLine
from bot.lab.installed import own_release
from bot.lab.lab import lab_environment
from bot.lab.scenario import find_scenarios
from bot.lab.server import LocalPrefect


@pytest.fixture(scope="session")
def lab_server(request: pytest.FixtureRequest) -> str:
    """The API address of a server that may be broken."""
    given = os.environ.get("TEST_PREFECT_API_URL")
    if given:
        return given
    server: LocalPrefect = request.getfixturevalue("local_prefect")
    return server.api_url


@pytest.fixture(scope="session")
def command_line(lab_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A client of the scenarios' server that starts flows and commands at once."""
    environment = lab_environment(lab_server, tmp_path_factory.mktemp("client"))
    with CommandLine(own_release(), environment) as line:
        yield line


# What takes longest comes first, so that at the end no process waits for another: the trials of an older
# release, and those of what is recorded, stay together and keep a processor busy; building a release takes
# minutes; most slow scenarios only wait, for a lease to end.
TOGETHER = ("tests/lab/test_releases.py", "tests/diagnosis/", "tests/releases/test_installing.py")
LONGEST = ("lease-lost-deployment", "lease-lost-in-retry", "killed-run-lease", "deployment-limit-removed")
SLOW = {scenario.name for scenario in find_scenarios() if scenario.slow}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what stays together and the trials of the slow scenarios before all else."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith(TOGETHER):
        return 0
    if not item.nodeid.startswith("tests/lab/test_scenarios.py"):
        return 3
    scenario = item.callspec.params.get("name") if hasattr(item, "callspec") else None
    if scenario not in SLOW:
        return 4
    return 1 if str(scenario).startswith(LONGEST) else 2
