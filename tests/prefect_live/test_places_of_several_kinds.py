"""Holders of a limit may wait for a limit of another kind, or a pool, whose holders wait for theirs."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.snapshot import Snapshot

from ..lab.stage import confirmed
from .seen import acquired, by_id, limit, run, snapshot, task, told
from .test_crossed_pools import LATE, child, in_pool, pool
from .test_crossed_pools import crossed as crossed_pools

PENDING = "tasks with tag db stay Pending, why do they wait?"
HANGS = "my flow hangs at concurrency('erp'), all slots are taken, a deadlock?"
CHECK_UP = "Is my workspace healthy?"
LOADER, EXPORTER = run("loader run", flow_id="loader"), run("exporter run", flow_id="exporter")
OTHER = run("other run", flow_id="other")
WRITE = task("write", "exporter run", "Pending", 90.0)


def took(flow_run: str, flow: str, ago: float, length: float | None = None) -> list[Row]:
    """The events of a slot that a run of a flow took, and gave back after so many seconds."""
    taking = acquired(flow_run, ago)
    back = acquired(flow_run, ago - length, "", "released", taking["id"]) if length else None
    own = {"prefect.resource.id": f"prefect.flow.{flow}"}
    return [{**each, "related": [*each["related"], own]} for each in (back, taking) if each]


BEFORE = [*took("old exporter", "exporter", 7000.0, 60.0), *took("old loader", "loader", 8000.0, 60.0)]


def crossed(
    *more: Row, past: list[Row] = BEFORE, pending: tuple[Row, ...] = (WRITE,), slots: int = 1, **change: Any
) -> Snapshot:
    """A task holds tag db, and its flow used limit erp before; the run that holds erp waits with its task."""
    holding = [task("load", "loader run"), *(task(f"task of {one['name']}", one["id"]) for one in more)]
    active = (LOADER, EXPORTER, *more)
    read = snapshot(
        limits=(limit("tag:db", slots, slots, 100.0), limit("erp", 1, 1, 95.0)),
        active=active,
        flow_runs=by_id(*active),
        running_tasks=tuple(holding),
        pending_tasks=pending,
        task_runs=by_id(*holding, *pending),
        tag_views={"tag:db": tuple(each["id"] for each in holding)},
        slot_events={"limit-erp": (*took("exporter run", "exporter", 95.0), *past)},
        signs=frozenset(each["id"] for each in active),
    )
    return dataclasses.replace(read, **change)


@pytest.mark.parametrize(
    ("text", "cause", "words"),
    [
        (PENDING, "CL13", "loader run holds one and may wait for limit erp"),
        (HANGS, "CL14", "exporter run holds one and may wait for tag db"),
    ],
)
async def test_a_tag_and_a_limit_whose_holders_wait_for_each_other_are_not_called_in_order(
    text: str, cause: str, words: str
) -> None:
    turn = await told(crossed(), text)
    assert confirmed(turn)[:1] == [cause]
    assert words in turn.report["text"]
    assert turn.reply.mood == "open"
    assert "Nothing is broken" not in turn.report["text"]


async def test_a_check_up_does_not_call_them_healthy() -> None:
    turn = await told(crossed(), CHECK_UP)
    assert turn.reply.mood == "open"
    assert "Nothing is broken" not in turn.report["text"]


NEVER = [*took("old exporter", "exporter", 7000.0, 60.0)]


@pytest.mark.parametrize(
    "read",
    [
        crossed(past=NEVER),
        crossed(pending=()),
        crossed(pending=(task("write", "other run", "Pending", 90.0),)),
        crossed(OTHER, slots=2),
        crossed(limits=(limit("tag:db", 1, 1, 100.0), limit("erp", 2, 1, 95.0))),
    ],
    ids=["never used erp", "nothing pending", "another run waits", "another holds db too", "erp has a slot"],
)
async def test_a_place_of_which_a_holder_goes_on_is_in_order(read: Snapshot) -> None:
    turn = await told(read, PENDING)
    assert confirmed(turn)[:1] == ["CL13"]
    assert "Nothing is broken" in turn.report["text"]
    assert "may wait for" not in turn.report["text"]


def pool_and_limit(*more: Row, flow: str = "flow") -> Snapshot:
    """A run holds crm, its child waits for the pool; the pool's other slot has a run whose flow uses crm."""
    runs = (in_pool("parent", "a"), {**in_pool("user", "a"), "flow_id": flow}, *more)
    read = crossed_pools(
        pools=(pool("a", len(runs), len(runs)),), children=(child("first child", "a", "parent"),)
    )
    events = (*took("parent", "flow", 120.0), *took("old", "flow", 4000.0, 300.0))
    return dataclasses.replace(
        read,
        active=runs,
        flow_runs=by_id(*runs),
        signs=frozenset(each["id"] for each in runs),
        limits=(limit("crm", 1, 1, 120.0),),
        slot_events={"limit-crm": events},
        task_runs=by_id({**task("call-in-parent", "parent"), "tags": []}),
    )


@pytest.mark.parametrize(
    ("text", "cause", "words"),
    [
        (LATE, "CL10", "user holds one and may wait for limit crm"),
        ("code hangs at concurrency('crm'), why?", "CL14", "parent holds one and may wait for work pool a"),
    ],
)
async def test_a_pool_and_a_limit_whose_holders_wait_for_each_other_are_not_called_in_order(
    text: str, cause: str, words: str
) -> None:
    turn = await told(pool_and_limit(), text)
    assert confirmed(turn)[:1] == [cause]
    assert words in turn.report["text"]
    assert turn.reply.mood == "open"
    assert "Nothing is broken" not in turn.report["text"]


@pytest.mark.parametrize(
    "read",
    [pool_and_limit(flow="other"), pool_and_limit({**in_pool("third", "a"), "flow_id": "other"})],
    ids=["of another flow", "another holds the pool too"],
)
async def test_a_pool_of_which_a_holder_goes_on_is_in_order(read: Snapshot) -> None:
    turn = await told(read, LATE)
    assert confirmed(turn)[:1] == ["CL10"]
    assert "Nothing is broken" in turn.report["text"]


async def test_a_task_of_a_subflow_keeps_the_runs_above_it_waiting() -> None:
    below = run("below", flow_id="below", parent_task_run_id="call")
    call = {**task("call", "exporter run"), "tags": []}
    read = crossed(pending=(task("write", "below", "Pending", 90.0),), active=(LOADER, EXPORTER, below))
    runs, tasks = by_id(LOADER, EXPORTER, below), {**read.task_runs, "call": call}
    turn = await told(dataclasses.replace(read, flow_runs=runs, task_runs=tasks), PENDING)
    assert "loader run holds one and may wait for limit erp" in turn.report["text"]


@pytest.mark.parametrize("text", [HANGS, PENDING])
async def test_while_it_was_not_read_what_holders_wait_for_nothing_is_called_in_order(text: str) -> None:
    turn = await told(crossed(failed={"scheduled": "Prefect said 503"}), text)
    assert confirmed(turn)[:1] in (["CL13"], ["CL14"])
    assert "could not be read" in turn.report["text"]
    assert "Nothing is broken" not in turn.report["text"]
