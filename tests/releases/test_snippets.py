"""Every snippet, filled as a reply fills it, does its work on every release that it is offered on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from _pytest.mark import ParameterSet

from bot.engine.causes import Fix
from bot.engine.expressions import compile_expression
from bot.engine.releases import Releases
from bot.knowledge.load import knowledge
from bot.lab.command_lines import CommandLine
from bot.lab.releases import covered
from bot.lab.rest import Rest
from bot.replies.templates import fill_snippet
from tests.conftest import Client
from tests.kept_open import KeptOpen

from .snippet_stage import STAR, Stage

pytestmark = pytest.mark.lab
SECONDS = 90.0
MISSING = "do not exist - skipping"  # what Prefect logs of a limit it does not know
SERVING = frozenset({"serve_with_limit.py"})
FIGURES = frozenset(
    {
        "TIMEOUT_SECONDS",
        "LEASE_SECONDS",
        "SECONDS",
        "MAX_WORKERS",
        "HEAVY",
        "GRACE_PERIOD_SECONDS",
        "STRATEGY",
    }
)


@dataclass(frozen=True)
class Use:
    """A snippet as one or more causes fill it; `*` stands for their facts."""

    snippet: str
    fill: tuple[tuple[str, str], ...]


def complete(fix: Fix) -> tuple[tuple[str, str], ...]:
    """Fill the constants that the cause leaves alone too: here they must name what is on the server."""
    names = re.findall(r"(?m)^([A-Z_]+) = ", knowledge().snippets[fix.snippet or ""])
    fill = {name: re.sub(r"\{\{.*?\}\}", STAR, source) for name, source in fix.fill.items()}
    return tuple((name, fill.get(name, STAR)) for name in names if name in fill or name not in FIGURES)


def uses_on(release: str) -> dict[Use, str]:
    """Every different use of a snippet that a person of this release may see, and a cause of each."""
    found: dict[Use, str] = {}
    for entry in knowledge().causes:
        for fix in entry.cause.fixes:
            if fix.snippet and offered(fix, release):
                found.setdefault(Use(fix.snippet, complete(fix)), entry.cause.code)
    return found


def offered(fix: Fix, release: str) -> bool:
    facts = {"client_version": release, "server_version": release}
    if Releases(release, release).lack(client_since=fix.since, server_since=fix.since):
        return False
    if fix.unless and truth(fix.unless, facts) is True:
        return False
    return not fix.when or truth(fix.when, facts) is not False


def truth(source: str, facts: Mapping[str, str]) -> bool | None:
    return compile_expression(source).evaluate(facts).truth


def trials() -> Iterator[ParameterSet]:
    """Every use of a snippet on every release it is offered on; the trials of a release stand together."""
    for release in covered():
        for use, code in uses_on(release).items():
            fill = "-".join(pattern for _, pattern in use.fill if pattern != STAR)
            yield pytest.param(release, use, id="-".join(filter(None, (release, code, use.snippet, fill))))


@pytest.mark.parametrize(("release", "use"), list(trials()))
async def test_a_snippet_that_is_offered_does_its_work(
    clients: KeptOpen[Client], release: str, use: Use, tmp_path: Path
) -> None:
    server, shell = await clients.of(release)
    async with Rest(server.api_url) as rest:
        assert await trouble(Stage(rest), shell, use, tmp_path) == ""


@pytest.mark.parametrize("release", covered())
async def test_a_run_that_finds_its_limit_full_is_skipped(
    clients: KeptOpen[Client], release: str, tmp_path: Path
) -> None:
    server, shell = await clients.of(release)
    async with Rest(server.api_url) as rest:
        limit = await Stage(rest).full_limit()
        file, began = tmp_path / "skip_when_busy.py", datetime.now(UTC)
        file.write_text(fill_snippet(knowledge().snippets[file.name], {"LIMIT": limit}, {}), encoding="utf-8")
        status, said = await shell.run(f"python {file}", SECONDS)

        after = {"flow_runs": {"start_time": {"after_": began.isoformat()}}}
        runs = await rest.post("/flow_runs/filter", after)
        assert (status, [run["state_name"] for run in runs]) == (0, ["Skipped"]), said


@pytest_asyncio.fixture(params=covered(), loop_scope="session")
async def there(
    clients: KeptOpen[Client], request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Rest, CommandLine]]:
    """The door to a server of each release, and its command line."""
    server, shell = await clients.of(request.param)
    async with Rest(server.api_url) as rest:
        yield rest, shell


@pytest.mark.parametrize(
    ("snippet", "fill", "now"),
    [
        ("crash_dead_runs.py", {"STATES": "Running"}, "COMPLETED"),
        ("crash_dead_runs.py", {"STATES": "Pending"}, "RUNNING"),
        ("end_cancelling_runs.py", {}, "COMPLETED"),
        ("end_cancelling_runs.py", {}, "RUNNING"),
    ],
)
async def test_a_run_that_has_moved_on_is_left_alone(
    there: tuple[Rest, CommandLine], snippet: str, fill: dict[str, str], now: str, tmp_path: Path
) -> None:
    rest, shell = there
    stage = Stage(rest)
    status, said = await shell.run(
        f"python {written(tmp_path, snippet, {**fill, 'RUN_IDS': await stage.run(now)})}", SECONDS
    )
    assert (status, await stage.states()) == (0, {now}), said
    assert f"left alone, it is now {now.capitalize()}" in said


async def test_a_limit_that_is_in_use_is_not_removed(there: tuple[Rest, CommandLine], tmp_path: Path) -> None:
    rest, shell = there
    stage = Stage(rest)
    name = await stage.deployment()
    run = await rest.post(f"/deployments/{stage.made['deployments'][0]}/create_flow_run", {})
    await rest.post(f"/flow_runs/{run['id']}/set_state", {"state": {"type": "PENDING"}})
    file = written(tmp_path, "no_deployment_limit.py", {"DEPLOYMENT": name})
    status, said = await shell.run(f"python {file}", SECONDS)
    [deployment] = await stage.deployed()
    assert (status, deployment["global_concurrency_limit"]["active_slots"]) == (1, 1), said
    assert f"The limit stays. Wait for, or cancel: {run['name']}" in said


async def of_a_limit(stage: Stage) -> tuple[str, dict[str, Any]]:
    """Make a deployment that names a global limit, and return its name and the limit."""
    name, _ = await stage.deployment(), await stage.limit()
    [row] = stage.made["limits"]
    shared = {"global_concurrency_limit_id": row["id"]}
    await stage.rest.patch(f"/deployments/{stage.made['deployments'][0]}", shared)
    return name, row


async def of_another(stage: Stage) -> tuple[str, dict[str, Any]]:
    """Point another deployment at a deployment's own limit; return the name of the first and the limit."""
    name, _ = await stage.deployment(), await stage.deployment()
    row: dict[str, Any] = (await stage.deployed())[0]["global_concurrency_limit"]
    await stage.rest.patch(
        f"/deployments/{stage.made['deployments'][1]}", {"global_concurrency_limit_id": row["id"]}
    )
    return name, row


@pytest.mark.parametrize("shared", [of_a_limit, of_another])
@pytest.mark.parametrize(
    ("snippet", "fill"),
    [
        ("deployment_limit.py", {"LIMIT": "4"}),
        ("deployment_cancel_new.py", {"LIMIT": "4"}),
        ("no_deployment_limit.py", {}),
    ],
)
async def test_a_limit_that_others_may_share_is_left_as_it_is(
    there: tuple[Rest, CommandLine],
    shared: Callable[[Stage], Awaitable[tuple[str, dict[str, Any]]]],
    snippet: str,
    fill: dict[str, str],
    tmp_path: Path,
) -> None:
    """The server would change or delete it for every other deployment that names it."""
    rest, shell = there
    stage = Stage(rest)
    name, row = await shared(stage)
    status, said = await shell.run(
        f"python {written(tmp_path, snippet, {**fill, 'DEPLOYMENT': name})}", SECONDS
    )
    now = await stage.deployed()
    assert {
        (own["global_concurrency_limit"]["id"], own["global_concurrency_limit"]["limit"]) for own in now
    } == {(row["id"], row["limit"])}, said
    assert status == 1, said
    assert f"{row['name']} may be shared" in said
    assert all(own["name"] in said for own in now), said


async def test_a_deploy_without_a_number_deletes_the_limit_for_all_that_share_it(
    there: tuple[Rest, CommandLine], tmp_path: Path
) -> None:
    """So CL117 says; `prefect deploy` and `serve()` make deployments by this call."""
    rest, shell = there
    stage = Stage(rest)
    await of_another(stage)
    other = (await stage.deployed())[1]
    file = tmp_path / "deploy.py"
    file.write_text(
        "from uuid import UUID\n\nfrom prefect import get_client\n\n"
        "with get_client(sync_client=True) as client:\n"
        f"    client.create_deployment(UUID({other['flow_id']!r}), {other['name']!r})\n",
        encoding="utf-8",
    )
    status, said = await shell.run(f"python {file}", SECONDS)
    assert status == 0, said
    assert [own["global_concurrency_limit"] for own in await stage.deployed()] == [None, None]


async def test_who_shares_a_limit_is_found_beyond_the_first_page(
    there: tuple[Rest, CommandLine], tmp_path: Path
) -> None:
    """A server gives 200 deployments at a time."""
    rest, shell = there
    stage = Stage(rest)
    name, _ = await of_another(stage)
    other = (await stage.deployed())[1]
    more = [{"name": f"more-{number}", "flow_id": other["flow_id"]} for number in range(201)]
    made = [await rest.post("/deployments/", body) for body in more]
    file = written(tmp_path, "deployment_limit.py", {"DEPLOYMENT": name, "LIMIT": "4"})
    status, said = await shell.run(f"python {file}", SECONDS)
    for own in made:
        await rest.delete(f"/deployments/{own['id']}")
    assert (status, other["name"] in said) == (1, True), said


async def test_a_limit_is_not_removed_under_a_run_that_waits_for_its_retry(
    there: tuple[Rest, CommandLine], tmp_path: Path
) -> None:
    """Its process takes the slot along over the delay, on servers from 3.8.5 on."""
    rest, shell = there
    stage = Stage(rest)
    name = await stage.deployment()
    retries = {"empirical_policy": {"retries": 1, "retry_delay": 3600}}
    run = await rest.post(f"/deployments/{stage.made['deployments'][0]}/create_flow_run", retries)
    for state in ("PENDING", "RUNNING", "FAILED"):
        await rest.post(f"/flow_runs/{run['id']}/set_state", {"state": {"type": state}})
    assert (await rest.get(f"/flow_runs/{run['id']}"))["state_name"] == "AwaitingRetry"
    file = written(tmp_path, "no_deployment_limit.py", {"DEPLOYMENT": name})
    status, said = await shell.run(f"python {file}", SECONDS)
    [deployment] = await stage.deployed()
    assert (status, deployment["global_concurrency_limit"]["limit"]) == (1, 1), said
    assert f"The limit stays. Wait for, or cancel: {run['name']}" in said


@pytest.mark.parametrize(
    ("before", "after"), [((False, True), [False, True]), ((False, False), [True, True])]
)
async def test_a_schedule_that_is_off_on_purpose_stays_off(
    there: tuple[Rest, CommandLine], before: tuple[bool, ...], after: list[bool], tmp_path: Path
) -> None:
    rest, shell = there
    stage = Stage(rest)
    name = await stage.deployment()
    own = stage.made["deployments"][0]
    schedules = [{"schedule": {"interval": 86_400 * (n + 1)}, "active": on} for n, on in enumerate(before)]
    await rest.post(f"/deployments/{own}/schedules", schedules)
    await rest.post(f"/deployments/{own}/pause_deployment", {})
    file = written(tmp_path, "resume_schedules.py", {"DEPLOYMENT": name})
    status, said = await shell.run(f"python {file}", SECONDS)
    [deployment] = await stage.deployed()
    found = sorted(deployment["schedules"], key=lambda each: float(each["schedule"]["interval"]))
    assert (status, deployment["paused"], [each["active"] for each in found]) == (0, False, after), said


def written(folder: Path, snippet: str, fill: Mapping[str, str]) -> Path:
    """Write a snippet, filled, as a file of its own."""
    file = folder / snippet
    file.write_text(fill_snippet(knowledge().snippets[snippet], fill, {}), encoding="utf-8")
    return file


async def trouble(stage: Stage, shell: CommandLine, use: Use, folder: Path) -> str:
    """Run a snippet as its own file; return why it did not do its work, or an empty string."""
    text = knowledge().snippets[use.snippet]
    fill = {name: await stage.value(name, pattern, text) for name, pattern in use.fill}
    filled = fill_snippet(text, fill, {})
    assert all(repr(value) in filled or f" = {value}\n" in filled for value in fill.values()), "a gap is left"
    file, began = folder / use.snippet, datetime.now(UTC)
    file.write_text(filled, encoding="utf-8")
    if use.snippet in SERVING:
        return await serving_trouble(stage, shell, fill, file)
    status, said = await shell.run(f"python {file}", SECONDS)
    if status != 0 or MISSING in said:
        return f"{status}: {said}"
    effect = EFFECTS.get(use.snippet, limited_runs)
    for _ in range(20):
        if await effect(stage, began):
            return ""
        await asyncio.sleep(0.5)
    return f"it has no effect: {said}"


async def serving_trouble(stage: Stage, shell: CommandLine, fill: Mapping[str, str], file: Path) -> str:
    """Start what serves a deployment, end it when the deployment is there."""
    stop = file.with_suffix(".stop")
    running = asyncio.create_task(shell.run(f"python {file}", SECONDS, stop))
    name = f"{fill['FLOW']}/{fill['DEPLOYMENT']}"
    found = None
    while not running.done() and found is None:
        found = await stage.rest.get(f"/deployments/name/{name}", allow=(404,))
        await asyncio.sleep(0.3)
    stop.touch()
    status, said = await running
    stop.unlink()
    return "" if found and status is None else f"{status}: {said}"


async def limited_runs(stage: Stage, began: datetime) -> bool:
    """All flow runs since then completed, and a slot of each limit was taken."""
    after = {"flow_runs": {"start_time": {"after_": began.isoformat()}}}
    runs = await stage.rest.post("/flow_runs/filter", after)
    taken = [await stage.acquired(limit) for limit in stage.made.get("limits", ())]
    return bool(runs) and all(run["state_type"] == "COMPLETED" for run in runs) and all(taken)


async def tagged_runs(stage: Stage, began: datetime) -> bool:
    """A task run of those flow runs carries the tag."""
    tagged = {"task_runs": {"tags": {"all_": [stage.made["tag"]]}}}
    return bool(await stage.rest.post("/task_runs/filter", tagged)) and await limited_runs(stage, began)


async def crashed(stage: Stage, began: datetime) -> bool:
    return await stage.states() == {"CRASHED"}


async def resumed(stage: Stage, began: datetime) -> bool:
    return await stage.states() == {"RUNNING"}


async def cancelled(stage: Stage, began: datetime) -> bool:
    return await stage.states() == {"CANCELLED"}


async def scheduled_again(stage: Stage, began: datetime) -> bool:
    return not any(row["paused"] for row in await stage.deployed())


async def keyed(stage: Stage, began: datetime) -> bool:
    """The key's own limit is there, and a slot of it was taken."""
    name = f"{stage.made['limits'][0]['name']}-acme"
    limit = await stage.rest.get(f"/v2/concurrency_limits/{name}")
    return limit["limit"] == 1 and bool(await stage.acquired(limit))


async def limit_set(stage: Stage, began: datetime) -> bool:
    return all(row["global_concurrency_limit"]["limit"] == 2 for row in await stage.deployed())


async def limit_gone(stage: Stage, began: datetime) -> bool:
    return all(row["global_concurrency_limit"] is None for row in await stage.deployed())


async def strategy_set(stage: Stage, began: datetime) -> bool:
    """The options are there, and the grace period, where the server knows one, is what it was."""
    now = [row["concurrency_options"] for row in await stage.deployed()]
    return all(
        own["collision_strategy"] and own.get("grace_period_seconds") == was.get("grace_period_seconds")
        for own, was in zip(now, stage.made["options"], strict=True)
    )


async def grace_period_set(stage: Stage, began: datetime) -> bool:
    now = [row["concurrency_options"] for row in await stage.deployed()]
    return all(own == {"collision_strategy": "ENQUEUE", "grace_period_seconds": 900} for own in now)


async def queue_set(stage: Stage, began: datetime) -> bool:
    return all(row["work_queue_name"] == f"queue-{stage.own}" for row in await stage.deployed())


async def run_scheduled(stage: Stage, began: datetime) -> bool:
    wanted = {"deployments": {"id": {"any_": stage.made["deployments"]}}}
    return bool(await stage.rest.post("/flow_runs/filter", wanted))


EFFECTS: Mapping[str, Callable[[Stage, datetime], Awaitable[bool]]] = {
    "tagged_task.py": tagged_runs,
    "keep_tags.py": tagged_runs,
    "one_slot_per_step.py": tagged_runs,
    "crash_dead_runs.py": crashed,
    "end_cancelling_runs.py": cancelled,
    "resume_schedules.py": scheduled_again,
    "one_per_key.py": keyed,
    "resume_runs.py": resumed,
    "deployment_limit.py": limit_set,
    "no_deployment_limit.py": limit_gone,
    "deployment_cancel_new.py": strategy_set,
    "deployment_strategy.py": strategy_set,
    "deployment_grace_period.py": grace_period_set,
    "deployments_in_queue.py": queue_set,
    "run_in_queue.py": run_scheduled,
    "start_child_without_waiting.py": run_scheduled,
}
