"""The bot reads a server of every covered release: what is full is told, what cannot be read says why."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.engine.facts import Case
from bot.knowledge.load import knowledge
from bot.lab.processes import clean_environment
from bot.lab.releases import covered
from bot.lab.rest import Rest
from bot.lab.server import LocalPrefect
from bot.prefect_live.connection import PrefectLive
from bot.turn import Conversation, Turn
from tests.conftest import Client
from tests.kept_open import KeptOpen

pytestmark = pytest.mark.lab
FLOWS = """
import sys, time
from prefect import flow, task
from prefect.concurrency.sync import concurrency

@task(tags=["db-write"])
def write():
    time.sleep(600)

@flow
def holds_a_tag():
    first, second = write.submit(), write.submit()
    first.wait()
    second.wait()

@flow
def holds_a_limit():
    with concurrency("warehouse"):
        time.sleep(600)

{"tag": holds_a_tag, "limit": holds_a_limit}[sys.argv[1]]()
"""


@pytest.mark.parametrize("release", covered())
async def test_what_is_full_is_told_on_every_release(
    clients: KeptOpen[Client], release: str, tmp_path: Path
) -> None:
    server, _ = await clients.of(release)
    async with Rest(server.api_url) as rest:
        await rest.post("/concurrency_limits/", {"tag": "db-write", "concurrency_limit": 1})
        await rest.post("/v2/concurrency_limits/", {"name": "warehouse", "limit": 1})
        await full_pool(rest)
        running = [await started(server, tmp_path, what) for what in ("tag", "limit")]
        try:
            await until_held(rest)
            async with PrefectLive(server.api_url) as live:
                conversation = Conversation(knowledge(), live)
                turns = {
                    "CL13": await conversation.say(Case(), "Why do tasks with tag db-write stay Pending?"),
                    "CL14": await conversation.say(
                        Case(), "Who holds the slots of the global limit warehouse?"
                    ),
                    "CL10": await conversation.say(Case(), "Runs of work pool etl-pool stay Late, why?"),
                }
                check_up = await conversation.doctor()
        finally:
            for child in running:
                os.killpg(child.pid, signal.SIGKILL)
                await child.wait()
    for code, turn in turns.items():
        assert confirmed(turn)[:1] == [code], (code, turn.report["text"])
    assert not accused(check_up), check_up.report["text"]
    check_facts(server.installed.version, turns["CL13"])


def check_facts(release: str, turn: Turn) -> None:
    """The server's release is known everywhere, the client's where flows tell it; what is not says why."""
    assert turn.case.value("server_version") == release
    assert turn.case.value("client_version") in {None, release}
    assert all(turn.case.unavailable.values())
    text = turn.report["text"]
    assert ("prefect gcl update tag:db-write --limit 2" in text) is (release != "3.4.8"), text
    assert ("prefect concurrency-limit create db-write 2" in text) is (release == "3.4.8"), text


def confirmed(turn: Turn) -> list[str]:
    return [each["code"] for each in turn.report["verdicts"] if each["status"] == "confirmed"]


def accused(turn: Turn) -> list[str]:
    found = [each for each in turn.report["verdicts"] if each["status"] == "confirmed"]
    return [each["code"] for each in found if each["kind"] == "fault"]


async def full_pool(rest: Rest) -> None:
    """A pool of one slot, one run Running in it, one waiting, and a worker that is online."""
    flow = await rest.post("/flows/", {"name": "etl"})
    await rest.post("/work_pools/", {"name": "etl-pool", "type": "process", "concurrency_limit": 1})
    await rest.post("/work_pools/etl-pool/workers/heartbeat", {"name": "etl-worker"})
    body = {"name": "nightly", "flow_id": flow["id"], "work_pool_name": "etl-pool"}
    made = await rest.post("/deployments/", {**body, "enforce_parameter_schema": False})
    due = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2026-01-01T00:00:00Z"}}
    runs = [await rest.post(f"/deployments/{made['id']}/create_flow_run", {"state": due}) for _ in range(2)]
    for state in ("PENDING", "RUNNING"):
        await rest.post(f"/flow_runs/{runs[0]['id']}/set_state", {"state": {"type": state}})


async def started(server: LocalPrefect, folder: Path, what: str) -> asyncio.subprocess.Process:
    file = folder / "flows.py"
    file.write_text(FLOWS)
    return await asyncio.create_subprocess_exec(
        *(server.installed.python, "-W", "ignore", str(file), what),
        env=clean_environment(folder, {"PREFECT_API_URL": server.api_url}),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )


async def until_held(rest: Rest) -> None:
    """Wait until both limits are used and Prefect has stored who took them."""
    for _ in range(180):
        tag = await rest.get("/concurrency_limits/tag/db-write")
        limit = await rest.get("/v2/concurrency_limits/warehouse")
        pending = {"task_runs": {"state": {"type": {"any_": ["PENDING"]}}}}
        waiting = await rest.post("/task_runs/filter", pending)
        wanted = {
            "event": {"name": ["prefect.concurrency-limit.acquired"]},
            "resource": {"id": [f"prefect.concurrency-limit.{limit['id']}"]},
        }
        events = await rest.post("/events/filter", {"filter": wanted, "limit": 10})
        if tag["active_slots"] and limit["active_slots"] and waiting and events["events"]:
            return
        await asyncio.sleep(0.5)
    raise AssertionError("the flows did not take their slots")
