"""Names of flows and runs lead to what they wait for; code outside of runs holds its slot."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.processes import clean_environment
from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive
from bot.replies.markup import text_of
from bot.turn import Conversation

from .place import Place, closed, fact, named, subject

OUTSIDER = (
    "import sys, time\nfrom prefect.concurrency.sync import concurrency\n"
    "with concurrency(sys.argv[1]):\n    print('inside', flush=True)\n    time.sleep(120)\n"
)


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def test_a_flow_leads_to_the_pool_its_late_run_waits_for(place: Place) -> None:
    pool = await place.pool()
    deployment = await place.deployment(pool)
    await place.run(deployment["id"], late_seconds=60)
    found = await place.look(deployment["full_name"].partition("/")[0])
    assert {f"pool:{pool}", f"deployment:{deployment['id']}"} <= found.focus
    assert fact(found, "unknown_names") == []


async def test_a_deployment_that_nothing_waits_for_is_known_by_its_name(place: Place) -> None:
    deployment = await place.deployment(await place.pool())
    name, own = deployment["full_name"], f"deployment:{deployment['id']}"
    daily = [{"schedule": {"interval": 86_400}, "active": on} for on in (True, False)]
    await place.rest.post(f"/deployments/{deployment['id']}/schedules", daily)
    found = await place.look(name)
    facts = subject(found, own).facts
    assert own in found.focus
    assert (facts["schedules_known"], facts["schedules_active"], facts["deployment_paused"]) == (2, 1, False)
    assert fact(found, "unknown_names") == []
    assert [one["name"] for one in fact(await place.look(f"{name}-x"), "unknown_names")] == [f"{name}-x"]


async def test_a_runs_name_is_known_and_leads_to_its_gates(place: Place) -> None:
    pool = await place.pool()
    deployment = await place.deployment(pool)
    run = await place.run(deployment["id"], late_seconds=60, name=named("lost"))
    name = (await place.rest.get(f"/flow_runs/{run}"))["name"]
    assert fact(await place.look(name), "named_runs") == [run]
    async with PrefectLive(place.rest.api_url) as live:
        turn = await Conversation(knowledge(), live).say(Case(), f"why is {name} late?")
    assert [gate.name for gate in turn.reply.gates if gate.state == "closed"] == ["worker alive"]
    assert f"No worker polls work pool {pool}" in text_of(turn.reply.headline)


async def test_code_outside_of_a_run_holds_its_slot(place: Place, tmp_path: Path) -> None:
    limit = await place.limit(1)
    settings = {"PREFECT_API_URL": place.rest.api_url}
    holder = await create_subprocess_exec(
        *(sys.executable, "-c", OUTSIDER, limit["name"]),
        env=clean_environment(tmp_path, settings),
        stdout=PIPE,
    )
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"inside\n"
        for _ in range(30):
            facts = subject(await place.look(), f"limit:{limit['name']}").facts
            if facts.get("slots_unexplained") == 0 and facts.get("holders"):
                break
            await asyncio.sleep(1)
        [record] = facts["holders"]
        assert (record["kind"], record["alive"]) == ("code", None)
        assert facts["holders_dead"] == []
    finally:
        holder.kill()
        await holder.wait()
        await place.rest.delete(f"/v2/concurrency_limits/{limit['id']}")


async def test_a_run_that_ended_is_not_called_healthy(place: Place) -> None:
    run = await place.flow_run("COMPLETED")
    async with PrefectLive(place.rest.api_url) as live:
        turn = await Conversation(knowledge(), live).why(run)
    assert text_of(turn.reply.headline).endswith("is Completed; nothing holds it any more.")
    assert closed(await place.look(run=run)) == []
