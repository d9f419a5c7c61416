"""A holder that waits for its subflow, which waits for the holder's slot: never called in order."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.snapshot import Snapshot
from bot.replies.markup import text_of

from ..lab.stage import confirmed
from .seen import acquired, at, by_id, limit, run, snapshot, task, told

PENDING = "tasks with tag db stay Pending, nothing moves, is it a deadlock?"
HANGS = "code hangs at concurrency('payments'), all slots are taken"
PARENT, CHILD = run("parent", age=400.0), run("child", age=380.0, parent_task_run_id="call", flow_id="other")


def call(*callers: str, state: str = "Running") -> Row:
    """The task run that stands for the child in its parent."""
    parents = [{"input_type": "task_run", "id": caller} for caller in callers]
    return {
        **task("call", "parent", state, 380.0),
        "tags": [],
        "name": "child-0",
        "task_inputs": {"__parents__": parents},
    }


def tagged(calling: Row, used: int = 1, **more: Any) -> Snapshot:
    """A task holds the tag's slot, and a task of the subflow waits for one."""
    row = limit("tag:db", used, used, 390.0)
    holding = [task(name, "parent", age=390.0) for name in ("outer", "beside")[:used]]
    return snapshot(
        limits=(row,),
        active=(PARENT, CHILD),
        flow_runs=by_id(PARENT, CHILD),
        running_tasks=(*holding, calling),
        pending_tasks=(task("inner", "child", "Pending", 370.0),),
        task_runs=by_id(*holding, calling),
        tag_views={"tag:db": tuple(each["id"] for each in holding)},
        signs=frozenset({"parent", "child"}),
        **more,
    )


def taken_before(flow: str) -> tuple[Row, Row]:
    """Events of a slot that a run of a flow took and gave back, the newest first."""
    took = acquired("old", 5000)
    gave = acquired("old", 4990, kind="released", follows=took["id"])
    own = {"prefect.resource.id": f"prefect.flow.{flow}"}
    return {**gave, "related": [*gave["related"], own]}, {**took, "related": [*took["related"], own]}


def locked(*active: Row, used: int = 1, holders: tuple[str, ...] = ("parent",)) -> Snapshot:
    """Flow runs hold every slot of a limit that the subflow's flow took before."""
    row = limit("payments", used, used, 390.0)
    now = [acquired(name, 395.0 - number) for number, name in enumerate(holders)][::-1]
    old = run("old", "Completed", 4980, flow_id="other", end_time=at(4980))
    return snapshot(
        limits=(row,),
        active=active,
        flow_runs=by_id(*active, old),
        task_runs=by_id(call()),
        slot_events={row["id"]: (*now, *taken_before("other"))},
        signs=frozenset(each["id"] for each in active),
    )


@pytest.mark.parametrize("state", ["Running", "Pending"])
async def test_a_task_that_called_the_flow_of_a_waiting_task_waits_for_itself(state: str) -> None:
    turn = await told(tagged(call("outer", state=state)), PENDING)
    assert confirmed(turn)[:1] == ["CL37"]
    assert "In parent, outer called inner" in turn.report["text"]


@pytest.mark.parametrize(
    ("deployment", "words"),
    [
        (None, "the outer one waits for the inner one, the inner one for the slot."),
        ("d", "a deadlock, if the outer one waits for the run that it started."),
    ],
)
async def test_a_run_of_a_deployment_may_be_started_without_waiting_for_it(
    deployment: str | None, words: str
) -> None:
    child = {**CHILD, "deployment_id": deployment}
    own = dataclasses.replace(tagged(call("outer")), active=(PARENT, child), flow_runs=by_id(PARENT, child))
    turn = await told(own, PENDING)
    assert confirmed(turn)[:1] == ["CL37"]
    assert words in text_of(turn.reply.headline)
    assert ("Neither ever ends" in turn.report["text"]) is (deployment is None)


async def test_a_task_beside_the_subflow_takes_its_turn() -> None:
    assert confirmed(await told(tagged(call()), PENDING))[:1] == ["CL13"]


async def test_another_task_gives_its_slot_back_to_the_subflow() -> None:
    assert confirmed(await told(tagged(call("outer"), used=2), PENDING))[:1] == ["CL13"]


async def test_while_it_was_not_read_what_called_the_subflow_nothing_is_called_in_order() -> None:
    read = tagged({**call(), "id": "of another"}, failed={"parents": "Prefect answered 503"})
    turn = await told(read, PENDING)
    assert not {"CL13", "CL37"} & set(confirmed(turn))
    assert "Nothing is broken" not in turn.report["text"]


async def test_of_a_holder_whose_subflow_uses_the_limit_it_is_asked() -> None:
    turn = await told(locked(PARENT, CHILD), HANGS)
    assert "CL14" not in confirmed(turn)
    assert turn.case.pending == "takes_inside"
    assert "child, which parent called, may wait for it" in turn.report["text"]


async def test_while_it_was_not_read_what_called_a_run_no_limit_is_called_in_order() -> None:
    read = dataclasses.replace(locked(PARENT, CHILD), task_runs={}, failed={"parents": "Prefect said 503"})
    assert "CL14" not in confirmed(await told(read, HANGS))


async def test_a_run_beside_does_not_hide_that_the_holder_may_wait_for_itself() -> None:
    turn = await told(locked(PARENT, CHILD, run("beside", flow_id="other")), HANGS)
    assert "CL14" not in confirmed(turn)


async def test_a_holder_without_a_subflow_gives_its_slot_back() -> None:
    alone = locked(PARENT, CHILD, run("alone"), used=2, holders=("parent", "alone"))
    assert confirmed(await told(alone, HANGS))[:1] == ["CL14"]
    other = locked(PARENT, {**CHILD, "parent_task_run_id": None})
    assert confirmed(await told(other, HANGS))[:1] == ["CL14"]
