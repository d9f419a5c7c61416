"""A question about a flow is not answered with a limit that nothing of this flow waits for."""

from __future__ import annotations

import dataclasses

import pytest

from bot.engine.findings import Hints
from bot.prefect_live.connection import PrefectLive
from bot.prefect_live.judge import judge
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import by_id, limit, run, snapshot, task, told
from .test_slots_taken_at_once import taken

FLOW = {"id": "bulk", "name": "bulk-load"}
ASKED = "why does flow bulk-load not go on?"
BARE = "why does bulk-load not go on?"
KINDS = ("fault", "normal")
NO_WAIT = "Prefect records no wait of flow bulk-load for a limit."


def seen(*active: str, used: int = 1) -> Snapshot:
    """Tag db is full through another flow; runs of these names are of bulk-load, whose first took slots."""
    others = run("holds-db", age=300.0), run("waits-db", age=200.0)
    own = tuple(run(name, age=100.0, flow_id="bulk") for name in active)
    holding, waiting = task("held", "holds-db"), task("stuck", "waits-db", "Pending", 150.0)
    bulk = limit("bulk", 1, used, 90.0)
    events = (taken(active[0], 90.0, 1, "bulk"),) if used else ()
    return snapshot(
        limits=(limit("tag:db", 1, 1, 100.0), bulk),
        active=(*others, *own),
        flow_runs=by_id(*others, *own),
        running_tasks=(holding,),
        pending_tasks=(waiting,),
        task_runs=by_id(holding, waiting),
        tag_views={"tag:db": ("held",)},
        slot_events={bulk["id"]: events},
        signs=frozenset(each["id"] for each in (*others, *own)),
        named_flows=(FLOW,),
    )


@pytest.mark.parametrize("text", [ASKED, BARE])
async def test_the_limit_that_its_runs_come_to_is_meant(text: str) -> None:
    turn = await told(seen("has-it", "comes-to-it"), text)
    assert confirmed(turn, kinds=KINDS) == ["CL14"]
    assert "tag:db" not in turn.report["text"]


@pytest.mark.parametrize("text", [ASKED, BARE])
@pytest.mark.parametrize("active", [(), ("alone",)])
async def test_another_flow_s_limit_is_only_named_beside(text: str, active: tuple[str, ...]) -> None:
    turn = await told(seen(*active, used=0), text)
    assert turn.reply.mood == "open"
    assert turn.report["text"].startswith(NO_WAIT)
    assert "gcl update tag:db" not in turn.report["text"]
    assert "• Nothing is broken: at most 1 task with tag db may run" in turn.report["text"]


async def test_a_run_that_had_its_slot_before_is_not_said_to_come_to_the_limit() -> None:
    read, took = seen("had-it"), taken("had-it", 95.0, 1, "bulk")
    gave = taken("had-it", 92.0, 1, "bulk", kind="released", follows=took["id"])
    events = (taken("waits-db", 90.0, 1, "flow"), gave, took)
    turn = await told(dataclasses.replace(read, slot_events={"limit-bulk": events}), ASKED)
    assert "CL14" not in confirmed(turn, kinds=KINDS)
    assert turn.report["text"].startswith(NO_WAIT)


async def test_a_flow_whose_task_waits_is_answered_with_its_limit() -> None:
    read = dataclasses.replace(seen(used=0), named_flows=({"id": "flow", "name": "bulk-load"},))
    turn = await told(read, ASKED)
    assert confirmed(turn, kinds=KINDS) == ["CL13"]
    assert turn.report["text"].startswith("Nothing is broken: at most 1 task with tag db may run")


async def test_without_a_flow_s_name_the_limit_is_told_as_before() -> None:
    read = dataclasses.replace(seen(used=0), named_flows=())
    turn = await told(read, "tasks stay Pending, why?")
    assert turn.report["text"].startswith("Nothing is broken: at most 1 task with tag db may run")


async def test_a_tag_without_a_limit_is_said_to_have_none() -> None:
    slash = {**task("other", "holds-db"), "tags": ["etl/db"]}
    read = seen(used=0)
    read = dataclasses.replace(read, running_tasks=(*read.running_tasks, slash), named_flows=())
    turn = await told(read, "tasks with tag etl/db are stuck in Pending, why?")
    assert turn.report["text"].startswith("No limit is on tag etl/db.")
    assert turn.reply.mood == "open"


@pytest.mark.parametrize("source", ["scheduled", "pending_tasks", "named_flows"])
async def test_what_was_not_read_is_not_said_to_be_missing(source: str) -> None:
    read = dataclasses.replace(seen(used=0), failed={source: "Prefect answered 403"})
    assert NO_WAIT not in (await told(read, ASKED)).report["text"]


def test_a_bare_name_that_is_a_flow_s_is_no_unknown_run() -> None:
    found = judge(seen("has-it"), PrefectLive.probes, Hints(("bulk-load",), "bulk-load"))
    assert next(fact.value for fact in found.facts if fact.name == "unknown_names") == []
    found = judge(seen("has-it"), PrefectLive.probes, Hints(("bulk-lod",), "bulk-lod"))
    assert any(fact.name == "unknown_names" and fact.value for fact in found.facts)
