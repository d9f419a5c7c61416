"""A look at a real server, whose state was made through its REST API."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.lab.rest import Rest
from bot.prefect_live.connection import PrefectLive

from .place import Place, closed, fact, named, subject


@pytest.fixture
def place(rest: Rest) -> Place:
    return Place(rest)


async def test_the_server_tells_where_it_runs_and_keeps_its_leases(place: Place) -> None:
    found = await place.look()
    assert fact(found, "hosting") == "self_hosted"
    assert fact(found, "server_version").startswith("3.")
    assert fact(found, "lease_storage") == "memory"
    assert found.unavailable == {}


async def test_a_deployments_pending_run_holds_its_slot_and_the_next_waits(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(pool, concurrency_limit=1)
    holder, waiter = await place.run(made["id"]), await place.run(made["id"])
    assert await place.move(holder, "PENDING") == "Pending"
    assert await place.move(waiter, "PENDING") == "AwaitingConcurrencySlot"
    found = await place.look(made["full_name"].upper(), run=waiter)
    facts = subject(found, f"limit:deployment:{made['id']}").facts
    assert (facts["slots_used"], facts["slot_limit"], facts["slots_unexplained"]) == (1, 1, 0)
    assert [record["id"] for record in facts["holders"]] == [holder]
    assert facts["holders"][0]["alive"] is True
    assert [record["id"] for record in facts["waiting"]] == [waiter]
    assert facts["name"] == made["full_name"]
    assert facts["collision_strategy"] == "ENQUEUE"
    assert f"limit:deployment:{made['id']}" in found.focus
    assert closed(found) == ["worker alive", "deployment limit"]
    assert subject(found, f"run:{waiter}").facts["closed_gate"] == "worker alive"
    served = subject(found, f"deployment:{made['id']}").facts
    assert (served["deployment_served"], served["deployment_ready"]) == (False, False)


async def test_a_tags_holder_and_its_waiting_tasks_are_named(place: Place) -> None:
    tag, run = await place.tag(1), await place.flow_run()
    holder = await place.task_run(run, "RUNNING", [tag])
    await place.take(f"tag:{tag}", holder)
    waiting = await place.task_run(run, "PENDING", [tag])
    found = await place.look(tag, run=run)
    facts = subject(found, f"limit:tag:{tag}").facts
    assert facts["tag_view_holders"] == facts["holders_known"] == 1
    assert [record["id"] for record in facts["holders"]] == [holder]
    assert [record["id"] for record in facts["waiting"]] == [waiting]
    assert facts["nested_in_one_run"] is None, "siblings of one run merely take turns"
    assert closed(found) == ["task tag limits"]
    assert found.focus == {f"limit:tag:{tag}", f"run:{run}"}


async def test_a_task_that_waits_inside_its_own_holder_is_nested(place: Place) -> None:
    tag, run = await place.tag(1), await place.flow_run()
    holder = await place.task_run(run, "RUNNING", [tag], name="outer")
    await place.take(f"tag:{tag}", holder)
    inside = {"__parents__": [{"input_type": "task_run", "id": holder}]}
    await place.task_run(run, "PENDING", [tag], name="inner", task_inputs=inside)
    nested = subject(await place.look(tag), f"limit:tag:{tag}").facts["nested_in_one_run"]
    assert (nested["holder"], nested["waiting"]) == ("outer", "inner")


async def test_a_reset_tag_limit_has_a_slot_nobody_holds_once_its_task_has_ended(place: Place) -> None:
    tag, run = await place.tag(1), await place.flow_run()
    task = await place.task_run(run, "RUNNING", [tag])
    await place.take(f"tag:{tag}", task)
    await place.rest.post(f"/concurrency_limits/tag/{tag}/reset", {})
    await asyncio.sleep(1.2)
    running = subject(await place.look(), f"limit:tag:{tag}").facts
    assert (running["holders_known"], running["tag_view_holders"], running["slots_unexplained"]) == (1, 0, 0)
    await place.rest.post(f"/task_runs/{task}/set_state", {"state": {"type": "COMPLETED"}})
    other = await place.limit(1)  # its event shows that those of clients arrive
    await place.take(other["name"])
    await place.slot_event(other, "acquired", run)
    for _ in range(40):  # a slot that was just given back may still be on its way
        ended = subject(await place.look(), f"limit:tag:{tag}").facts
        if "slots_leaked" in ended:
            break
        await asyncio.sleep(1)
    assert (ended["holders_known"], ended["slots_unexplained"], ended["slots_leaked"]) == (0, 1, 1)


async def test_events_name_the_holder_of_a_global_limit(place: Place) -> None:
    limit, run = await place.limit(2), await place.flow_run()
    unused, decaying = await place.limit(1), await place.limit(1, slot_decay_per_second=0.5)
    await place.take(limit["name"])
    await place.slot_event(limit, "acquired", run)
    for _ in range(20):
        found = await place.look(limit["name"])
        facts = subject(found, f"limit:{limit['name']}").facts
        if facts["holders_known"]:
            break
        await asyncio.sleep(0.5)
    assert [record["id"] for record in facts["holders"]] == [run]
    assert (facts["slots_unexplained"], facts["acquired_seen"], facts["limit_kind"]) == (0, True, "global")
    assert "waiting" in subject(found, f"limit:{limit['name']}").unavailable
    assert subject(found, f"limit:{unused['name']}").facts["acquired_seen"] is False
    assert subject(found, f"limit:{decaying['name']}").facts["limit_kind"] == "rate_limit"


async def test_a_silent_run_without_a_worker_is_dead_and_holds_its_pool(place: Place) -> None:
    pool = await place.pool(concurrency_limit=1)
    made = await place.deployment(pool)
    holder, waiter = await place.run(made["id"]), await place.run(made["id"], late_seconds=40)
    await place.move(holder, "PENDING")
    await asyncio.sleep(1.1)
    facts = subject(await place.look(pool, silent_after=1), f"pool:{pool}").facts
    assert [record["id"] for record in facts["holders_dead"]] == [holder]
    assert [record["id"] for record in facts["waiting"]] == [waiter]
    assert facts["oldest_wait_seconds"] == pytest.approx(40, abs=10)
    assert (facts["pool_full"], facts["slots_used"], facts["workers_online"]) == (True, 1, 0)
    alive = subject(await place.look(pool), f"pool:{pool}").facts
    assert alive["holders_dead"] == []


async def test_a_chatty_run_does_not_make_its_neighbour_look_dead(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(pool)
    quiet, chatty = await place.run(made["id"]), await place.run(made["id"])
    for run in (quiet, chatty):
        await place.move(run, "PENDING")
        await place.move(run, "RUNNING")
    await asyncio.sleep(3.2)
    for run, lines in ((quiet, 1), (chatty, 210)):
        at = datetime.now(UTC).isoformat()
        line = {"name": "prefect", "level": 20, "message": "on it", "timestamp": at, "flow_run_id": run}
        await place.rest.post("/logs/", [line] * lines)
    holders = subject(await place.look(silent_after=3), f"pool:{pool}").facts["holders"]
    assert [record["alive"] for record in holders] == [True, True], holders


async def test_a_better_queue_that_fills_the_pool_starves_the_others(place: Place) -> None:
    pool = await place.pool(concurrency_limit=1)
    await place.rest.post(f"/work_pools/{pool}/queues", {"name": "first", "priority": 1})
    await place.rest.post(f"/work_pools/{pool}/queues", {"name": "last", "priority": 9})
    good = await place.deployment(pool, work_queue_name="first")
    bad = await place.deployment(pool, work_queue_name="last")
    await place.move(await place.run(good["id"]), "PENDING")
    waiter = await place.run(bad["id"], late_seconds=60)
    await place.rest.post(f"/work_pools/{pool}/workers/heartbeat", {"name": "w1"})
    found = await place.look("last", run=waiter)
    facts = subject(found, f"queue:{pool}/last").facts
    assert (facts["starved_by"], facts["waiting_count"], facts["workers_online"]) == ("first", 1, 1)
    assert closed(found) == ["work pool limit", "work queue limit and priority"]


async def test_several_better_queues_are_told_with_limits_that_leave_a_slot(place: Place) -> None:
    pool = await place.pool(concurrency_limit=4)
    for name, priority, limit in (("first", 1, None), ("second", 2, 1), ("last", 9, None)):
        queue = {"name": name, "priority": priority, "concurrency_limit": limit}
        await place.rest.post(f"/work_pools/{pool}/queues", queue)
    for name, runs in (("first", 3), ("second", 1)):
        made = await place.deployment(pool, work_queue_name=name)
        for _ in range(runs):
            await place.move(await place.run(made["id"]), "PENDING")
    waiter = await place.run((await place.deployment(pool, work_queue_name="last"))["id"], late_seconds=60)

    found = await place.look("last", run=waiter)

    assert subject(found, f"queue:{pool}/last").facts["queues_ahead"] == [
        {"name": "first", "slots": 3, "limit": None, "share": 2, "most": 3, "last": False},
        {"name": "second", "slots": 1, "limit": 1, "share": 1, "most": 1, "last": True},
    ]
    own = next(gate for gate in found.gates if gate.name == "work queue limit and priority")
    assert own.evidence.endswith("first and second go first and hold every slot of the pool")


async def test_a_better_queue_that_waits_goes_before_too(place: Place) -> None:
    pool = await place.pool(concurrency_limit=3)
    made = {}
    for name, priority in (("urgent", 1), ("normal", 2), ("backfill", 3)):
        await place.rest.post(f"/work_pools/{pool}/queues", {"name": name, "priority": priority})
        made[name] = (await place.deployment(pool, work_queue_name=name))["id"]
    for _ in range(3):
        await place.move(await place.run(made["urgent"]), "PENDING")
    await place.run(made["normal"], late_seconds=90)
    waiter = await place.run(made["backfill"], late_seconds=60)

    found = await place.look(run=waiter)

    assert subject(found, f"queue:{pool}/backfill").facts["queues_ahead"] == [
        {"name": "urgent", "slots": 3, "limit": None, "share": 1, "most": 2, "last": False},
        {"name": "normal", "slots": 0, "limit": None, "share": 1, "most": 1, "last": True},
    ]
    assert f"queue:{pool}/backfill" in found.focus
    assert f"queue:{pool}/normal" not in found.focus


@pytest.mark.parametrize("paused", [True, False])
async def test_runs_of_a_paused_queue_fill_a_pool_for_sure_only_on_sqlite(place: Place, paused: bool) -> None:
    pool = await place.pool(concurrency_limit=1)
    await place.rest.post(f"/work_pools/{pool}/queues", {"name": "held", "priority": 1})
    made = await place.deployment(pool, work_queue_name="held")
    await place.move(await place.run(made["id"]), "PENDING")
    await place.rest.patch(f"/work_pools/{pool}/queues/held", {"is_paused": paused})
    await place.run((await place.deployment(pool))["id"], late_seconds=60)

    known = subject(await place.look(pool), f"pool:{pool}")

    assert known.facts.get("pool_full", "not known") == ("not known" if paused else True), known.unavailable


async def test_a_parent_that_holds_what_its_child_waits_for_is_found(place: Place) -> None:
    pool = await place.pool(concurrency_limit=1)
    made = await place.deployment(pool)
    parent = await place.run(made["id"])
    await place.move(parent, "PENDING")
    await place.move(parent, "RUNNING")
    call = await place.task_run(parent, "RUNNING", [])
    child = await place.run(made["id"], late_seconds=30, parent_task_run_id=call)
    found = await place.look(pool)
    for own in (f"pool:{pool}", f"queue:{pool}/default"):
        record = subject(found, own).facts["parent_holds"]
        assert (record["parent_id"], record["child_id"]) == (parent, child)


async def test_paused_places_close_their_gates_but_a_paused_deployment_does_not(place: Place) -> None:
    pool = await place.pool()
    made = await place.deployment(pool, paused=True)
    run = await place.run(made["id"])
    await place.rest.patch(f"/work_pools/{pool}", {"is_paused": True})
    found = await place.look(run=f"http://prefect.example/runs/flow-run/{run}?tab=logs")
    assert closed(found)[0] == "work pool paused"
    gate = next(gate for gate in found.gates if gate.name == "deployment paused")
    assert gate.state == "open"
    assert "only its schedule" in gate.evidence
    assert f"pool:{pool}" in found.focus


async def test_a_name_nothing_bears_gets_its_nearest(place: Place) -> None:
    limit = await place.limit(1)
    found = await place.look(limit["name"] + "x", run=named("no-such-run"))
    first, second = fact(found, "unknown_names")
    assert first["nearest"][0] == limit["name"]
    assert second["name"].startswith("no-such-run")
    assert found.gates == ()


async def test_the_panel_lists_what_is_limited(place: Place) -> None:
    limit, pool = await place.limit(3), await place.pool(concurrency_limit=2)
    async with PrefectLive(place.rest.api_url) as live:
        rows = {row["name"]: row for row in await live.slots()}
        assert await live.reachable() is None
    assert (rows[limit["name"]]["used"], rows[limit["name"]]["limit"]) == (0, 3)
    assert rows[pool]["mechanism"] == "work_pool"
    assert rows[pool]["link"].endswith(f"/work-pools/work-pool/{pool}")
