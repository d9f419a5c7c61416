"""`why RUN` on a real server: every gate in the server's order, the first closed one named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from bot.lab.server import LocalPrefect, free_port
from tests.prefect_live.place import Place

from .terminal import Terminal

pytestmark = pytest.mark.live
ORDER = [
    "schedule",
    "deployment paused",
    "work pool paused",
    "work queue paused",
    "worker alive",
    "work pool limit",
    "work queue limit and priority",
    "deployment limit",
    "worker limit",
    "task tag limits",
    "concurrency() in code",
    "task runner",
]


@dataclass(frozen=True)
class Waiting:
    pool: str
    run: str
    name: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def waiting(place: Place) -> AsyncIterator[Waiting]:
    """A late run behind a pool that is paused, full and without a worker."""
    pool = await place.pool(concurrency_limit=1)
    deployment = await place.deployment(pool)
    await place.move(await place.run(deployment["id"]), "PENDING")
    run = await place.run(deployment["id"], late_seconds=60)
    await place.rest.patch(f"/work_pools/{pool}", {"is_paused": True})
    row = await place.rest.get(f"/flow_runs/{run}")
    yield Waiting(pool, run, row["name"])
    await place.rest.delete(f"/deployments/{deployment['id']}")
    await place.rest.delete(f"/flows/{row['flow_id']}")
    await place.rest.delete(f"/work_pools/{pool}")


async def test_a_url_and_an_id_lead_to_the_same_gates(
    terminal: Terminal, waiting: Waiting, local_prefect: LocalPrefect
) -> None:
    url = f"{local_prefect.ui_url}/runs/flow-run/{waiting.run}"
    references = (url, waiting.run)
    outcomes = await asyncio.gather(*(terminal.run("why", "--json", each) for each in references))
    for outcome in outcomes:
        assert outcome.status == 0
        report = outcome.report
        assert [gate.name for gate in report.gates] == ORDER
        closed = [gate.name for gate in report.gates if gate.state == "closed"]
        assert closed == ["work pool paused", "worker alive", "work pool limit"]
        assert report.confirmed[0] == "CL31", "the first closed gate is the one that is named"
        assert f"prefect work-pool resume {waiting.pool}" in report.verdicts[0].fixes[0].commands


async def test_a_person_reads_what_is_closed_or_unknown_and_in_one_line_what_is_passed(
    terminal: Terminal, waiting: Waiting
) -> None:
    outcome = await terminal.run("why", waiting.name)
    first = outcome.out.splitlines()[0]
    assert first.startswith("✗ Fault  Work pool")
    assert waiting.pool in first
    marks = [line.split()[1] for line in outcome.out.splitlines() if line[2:3] in {"✓", "✗", "?"}]
    assert marks == ["closed"] * 3 + ["unknown"] * 4 + ["passed:"]
    joined = " ".join(outcome.out.split())
    passed = [name for number, name in enumerate(ORDER) if number in {0, 1, 3, 6, 7}]
    assert "✓ passed: " + ", ".join(passed) in joined


async def test_why_of_nothing_is_wrong_usage(unconnected: Terminal) -> None:
    for nothing in ("", "  "):
        assert "why which run?" in (await unconnected.run("why", nothing)).refuses(2)


async def test_an_unknown_run_is_told_with_the_nearest_names(terminal: Terminal, waiting: Waiting) -> None:
    mistyped = waiting.name[:-1] + "x"
    outcome = await terminal.run("why", "--json", mistyped)
    assert (outcome.status, outcome.report.verdicts) == (2, [])
    assert waiting.name in outcome.report.text
    [line] = outcome.err.splitlines()
    assert mistyped in line
    assert f"Nearest: {waiting.name}" in line


async def test_prefect_out_of_reach_is_exit_status_3(unconnected: Terminal) -> None:
    away = {"PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api"}
    why, doctor = await asyncio.gather(
        unconnected.run("why", "any-run", settings=away), unconnected.run("doctor", "--json", settings=away)
    )
    assert "cannot be reached" in why.refuses(3)
    assert doctor.status == 3
    assert "cannot be reached" in doctor.err
    assert {each.fact for each in doctor.report.unavailable} >= {"limit_name", "pool_name"}


WRONG: list[tuple[dict[str, str], str]] = [
    ({}, "set PREFECT_API_URL"),
    ({"PREFECT_API_URL": "127.0.0.1:4200"}, "must start with http:// or https://"),
    ({"PREFECT_API_URL": "http://127.0.0.1:1/api", "PREFECT_API_KEY": "pnu_sécret"}, "is not ASCII"),
]


async def test_settings_that_cannot_work_are_exit_status_2(unconnected: Terminal) -> None:
    outcomes = await asyncio.gather(
        *(unconnected.run("why", "any-run", settings=settings) for settings, _ in WRONG)
    )
    for outcome, (_, words) in zip(outcomes, WRONG, strict=True):
        line = outcome.refuses(2)
        assert words in line
        assert "cret" not in line


async def test_a_key_with_a_line_break_is_not_told_to_anybody(terminal: Terminal) -> None:
    line = (await terminal.run("why", "any-run", settings={"PREFECT_API_KEY": "pnu_secret\nmore"})).refuses(3)
    assert "PREFECT_API_KEY" in line
    assert "pnu_secret" not in line
