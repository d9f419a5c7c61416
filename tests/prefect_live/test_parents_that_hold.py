"""Parents keep their slots while their children wait: a deadlock only where nobody else holds one."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.parents import caller_facts, parent_facts
from bot.prefect_live.snapshot import Snapshot
from tests.diagnosis.changed import Rows, with_rows
from tests.diagnosis.recording import Recording, recording_of
from tests.diagnosis.replay import replay
from tests.lab.stage import confirmed


def flow_run(own: str, above: str = "", state: str = "RUNNING") -> Row:
    """A flow run, below the call of another one where that is named."""
    call = f"call-in-{above}" if above else None
    return {
        "id": own,
        "name": own,
        "state_type": state,
        "parent_task_run_id": call,
        "deployment_id": "",
    }


def task(own: str, *callers: str, state: str = "RUNNING", flow_run: str = "flow") -> Row:
    """A task run of one flow run, with the tasks that called it."""
    inputs = {"__parents__": [{"input_type": "task_run", "id": caller} for caller in callers]}
    return {"id": own, "name": own, "state_type": state, "flow_run_id": flow_run, "task_inputs": inputs}


def read(*runs: Row, tasks: tuple[Row, ...] = ()) -> Snapshot:
    """What a look brings of these runs, and of the calls in each."""
    calls = [{"id": f"call-in-{run['id']}", "flow_run_id": run["id"]} for run in runs]
    return Snapshot(
        flow_runs={run["id"]: run for run in runs}, task_runs={row["id"]: row for row in (*calls, *tasks)}
    )


def holders(*names: str, alive: bool = True) -> list[dict[str, Any]]:
    return [{"id": name, "alive": alive} for name in names]


ROOT, OTHER = flow_run("root"), flow_run("other")


def late(own: str, above: str) -> Row:
    return flow_run(own, above, "SCHEDULED")


@pytest.mark.parametrize(
    ("waiting", "holding", "all_held"),
    [
        ([late("child", "root")], ["root"], True),
        ([late("child", "root")], ["root", "other"], False),
        ([late("one", "root"), late("two", "other")], ["root", "other"], True),
        ([late("child", "elsewhere")], ["root"], False),
        ([], ["root"], False),
    ],
)
def test_it_is_a_deadlock_only_where_each_holder_has_a_child_that_waits(
    waiting: list[Row], holding: list[str], all_held: bool
) -> None:
    facts = parent_facts(read(ROOT, OTHER), waiting, holders(*holding), len(holding))
    assert facts["all_held_by_parents"] is all_held


def test_a_child_that_holds_a_slot_and_waits_for_its_own_child_frees_none() -> None:
    middle = flow_run("middle", "root")
    facts = parent_facts(
        read(ROOT, middle), [late("grandchild", "middle")], holders("root", "middle"), used=2
    )
    assert facts["all_held_by_parents"]
    assert facts["parent_holds"]["parent"] == "middle"


def test_a_parent_whose_subflow_started_the_child_holds_its_slot_as_well() -> None:
    subflow = flow_run("subflow", "root")
    facts = parent_facts(read(ROOT, subflow), [late("child", "subflow")], holders("root"), used=1)
    assert facts["all_held_by_parents"]
    assert facts["parent_holds"]["parent"] == "root"


def test_a_slot_that_no_known_run_holds_may_come_free() -> None:
    assert not parent_facts(read(ROOT), [late("child", "root")], holders("root"), 2)["all_held_by_parents"]


def test_a_parent_that_is_dead_or_paused_waits_for_nobody() -> None:
    dead = parent_facts(read(ROOT), [late("child", "root")], holders("root", alive=False), 1)
    paused = parent_facts(read(flow_run("root", state="PAUSED")), [late("child", "root")], holders("root"), 1)
    assert [facts["parent_holds"] for facts in (dead, paused)] == [None, None]
    assert [facts["all_held_by_parents"] for facts in (dead, paused)] == [False, False]


@pytest.mark.parametrize(
    ("callers", "holding", "nested", "all_held"),
    [
        (("outer",), ["outer"], "outer", True),
        (("between",), ["outer"], "outer", True),
        (("outer",), ["outer", "unrelated"], "outer", False),
        ((), ["outer"], None, False),
        (("of another run",), ["of another run"], None, False),
    ],
)
def test_a_task_waits_for_itself_only_where_its_callers_hold_every_slot(
    callers: tuple[str, ...], holding: list[str], nested: str | None, all_held: bool
) -> None:
    tasks = (
        task("outer"),
        task("between", "outer"),
        task("unrelated"),
        task("of another run", flow_run="x"),
    )
    inner = task("inner", *callers, state="PENDING")
    facts = caller_facts(read(tasks=tasks), [inner], holders(*holding), len(holding))
    assert (facts["nested_in_one_run"] or {}).get("holder") == nested
    assert facts["all_held_by_parents"] is all_held


def with_busy_runs(recording: Recording, source: str, more: int) -> Recording:
    """The recording with so many more runs beside the parent that work."""

    def beside(rows: Rows) -> Rows:
        copies = [copy.deepcopy(rows[0]) for _ in range(more)]
        return rows + [{**row, "id": f"{n:08}{row['id'][8:]}"} for n, row in enumerate(copies)]

    return with_rows(recording, source, beside)


def with_slots(recording: Recording, source: str, slots: int) -> Recording:
    """The recording with so many slots, all in use."""
    limits = "concurrency_limit" if source in {"pools", "queues"} else "limit"
    return with_rows(
        recording,
        source,
        lambda rows: [
            {**row, limits: slots, "active_slots": slots} if row[limits] is not None else row for row in rows
        ],
    )


@pytest.mark.parametrize(
    ("name", "source", "deadlock", "full"),
    [
        ("parent-child-pool", "pools", "CL38", "CL10"),
        ("parent-child-queue", "queues", "CL61", "CL11"),
        ("parent-child-deployment", "limits", "CL62", "CL12"),
        ("parent-child-worker", "", "CL81", "CL56"),
    ],
)
async def test_a_fan_out_whose_children_work_is_full_and_not_deadlocked(
    name: str, source: str, deadlock: str, full: str
) -> None:
    recording = recording_of(name)
    assert confirmed(await replay(recording))[:1] == [deadlock]
    busy = with_busy_runs(with_slots(recording, source, 3) if source else recording, "active", 2)
    turn = await replay(busy)
    assert confirmed(turn)[:1] == [full], turn.report["text"]
    assert "fewer children run side by side" in turn.report["text"]


async def test_two_parents_that_hold_both_slots_while_their_children_wait_are_a_deadlock() -> None:
    recording = with_busy_runs(with_slots(recording_of("parent-child-pool"), "pools", 2), "active", 1)
    (parents,) = recording.sources["parents"].answers
    ((own, call),) = parents.items()
    second = {**call, "id": f"1{own[1:]}", "flow_run_id": f"{0:08}{call['flow_run_id'][8:]}"}
    known = recording.sources["parents"].model_copy(update={"answers": ({own: call, second["id"]: second},)})
    both = recording.model_copy(update={"sources": {**recording.sources, "parents": known}})

    def children(rows: Rows) -> Rows:
        (child,) = [row for row in rows if row["parent_task_run_id"] == own]
        return [*rows, {**child, "id": f"1{child['id'][1:]}", "parent_task_run_id": second["id"]}]

    turn = await replay(with_rows(both, "scheduled", children))
    assert confirmed(turn)[:1] == ["CL38"], turn.report["text"]
    assert "Parents hold all 2 slots" in turn.report["text"]


async def test_whether_the_parent_waits_is_not_known_so_it_is_not_claimed() -> None:
    turn = await replay(recording_of("parent-child-pool"))
    assert "a deadlock, if the parent waits for the child" in turn.report["text"]


def with_another_first(recording: Recording, source: str = "scheduled", **other: Any) -> Recording:
    """The recording with one more run, or task, that waits and is nobody's child; it was due earlier."""
    no_child: dict[str, Any] = {
        "parent_task_run_id": None,
        "task_inputs": {},
        "id": f"{9:08}-0000-4000-8000-000000000000",
    }

    def before(rows: Rows) -> Rows:
        return [{**copy.deepcopy(rows[0]), **no_child, **other}, *rows]

    return with_rows(recording, source, before)


@pytest.mark.parametrize(
    ("name", "told", "alone", "command"),
    [
        (
            "parent-child-pool",
            "Add 2 slots: 1 run is due before the child and goes first",
            2,
            "finance-pool {}",
        ),
        (
            "parent-child-queue",
            "Add 2 slots: 1 run is due before the child and goes first",
            2,
            "nightly-elt {}",
        ),
        ("parent-child-deployment", "Add 2 slots: 1 other run waits too and may go first", 2, "--limit {}"),
        ("parent-child-worker", "it takes the 1 run due before the child, and the child", 1, "--limit {}"),
        ("nested-deadlock-tag", "Add 2 slots: 1 other task waits too and may go first", 2, "--limit {}"),
    ],
)
async def test_there_are_slots_for_those_that_may_go_before_the_child(
    name: str, told: str, alone: int, command: str
) -> None:
    recording = recording_of(name)
    one = (await replay(recording)).report["text"]
    assert told not in one
    assert command.format(alone) in one
    source = "pending_tasks" if name == "nested-deadlock-tag" else "scheduled"
    turn = await replay(with_another_first(recording, source))
    assert told in turn.report["text"]
    assert command.format(alone + 1) in turn.report["text"]


async def test_a_run_of_a_queue_that_goes_later_is_not_before_the_child() -> None:
    recording = recording_of("parent-child-pool")
    later = {"id": "later", "name": "later", "priority": 2}
    more = with_rows(recording, "queues", lambda rows: [*rows, {**copy.deepcopy(rows[0]), **later}])
    turn = await replay(with_another_first(more, work_queue_id="later", work_queue_name="later"))
    assert confirmed(turn)[:1] == ["CL38"]
    assert "Add one slot; the child starts" in turn.report["text"]
