"""What all tests share: a clean environment and one real Prefect server that may be broken."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from xdist.remote import Producer

from bot.lab.command_lines import CommandLine
from bot.lab.lab import lab_environment
from bot.lab.releases import NoRelease, installed
from bot.lab.server import LocalPrefect
from tests.kept_open import KeptOpen
from tests.migrated import migrated
from tests.scheduling import TogetherByFile

WAIT = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"}


@pytest.fixture(scope="session", autouse=True)
def _clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the machine's own Prefect or Slack settings reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("PREFECT_", "SLACK_", "BOT_")):
                patch.delenv(name)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect_home")))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local_prefect(
    templates: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LocalPrefect]:
    """A real Prefect server; what a test breaks in it, the test tidies up."""
    async with await migrated(tmp_path_factory.mktemp("prefect"), templates, WAIT) as server:
        yield server


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where first databases are kept; the processes of one run share it."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"


Client = tuple[LocalPrefect, CommandLine]  # a release's server and its client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def clients(
    templates: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[KeptOpen[Client]]:
    """Servers of any release, each with a client, one at a time; skips where it cannot be installed."""

    @asynccontextmanager
    async def opening(release: str) -> AsyncIterator[Client]:
        try:
            chosen = installed(release)
        except NoRelease as error:
            pytest.skip(str(error))
        home, own = (tmp_path_factory.mktemp(f"{what}-{release}") for what in ("prefect", "client"))
        async with await migrated(home, templates, WAIT, chosen) as server:
            with CommandLine(chosen, lab_environment(server.api_url, own)) as line:
                yield server, line

    kept = KeptOpen(opening)
    yield kept
    await kept.close()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherByFile:
    """Share the tests between processes by file."""
    return TogetherByFile(config, log)


# Where the lab's results go as they come, a line of JSON each; `tests/lab/scorecard.py` makes a page of them.
RESULTS = Path(os.environ.get("LAB_RESULTS", "")) if "PYTEST_XDIST_WORKER" not in os.environ else Path()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what tests of the lab record, and beside it why one failed, though the run may never end."""
    if not RESULTS.name:
        return
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    if report.when == "call":
        told = {"test": report.nodeid, "outcome": report.outcome, "seconds": round(report.duration, 1)}
        with RESULTS.open("a", encoding="utf-8") as results:
            for what, value in report.user_properties:
                results.write(json.dumps({**told, "what": what, "value": value}) + "\n")
    if report.failed:
        with RESULTS.with_suffix(".failed.txt").open("a", encoding="utf-8") as failed:
            failed.write(f"{report.nodeid} ({report.when})\n{report.longreprtext}\n\n")
