"""That one task of a flow takes a limit inside its own block says nothing of the flow's other tasks."""

from __future__ import annotations

import pytest

from bot.prefect_live.asking import Row
from bot.prefect_live.self_waits import AT_TIMES, OTHER_TASK
from bot.prefect_live.snapshot import Snapshot
from bot.prefect_live.stays import stays_in, tasks_to_compare

from ..lab.stage import confirmed
from .seen import acquired, answered, at, by_id, limit, run, snapshot, task, told

TEXT = "code hangs at concurrency('payments'), all slots are taken"
NESTS, REPORT = "nests-0cd919f9", "report-3fe1a700"


def taken(flow_run: str, ago: float, task_run: str) -> Row:
    """An event of a slot that a task of the flow took."""
    return _of_flow(acquired(flow_run, ago, task_run))


def back(taking: Row, flow_run: str, ago: float, task_run: str) -> Row:
    return _of_flow(acquired(flow_run, ago, task_run, "released", taking["id"]))


def _of_flow(event: Row) -> Row:
    return {**event, "related": [*event["related"], {"prefect.resource.id": "prefect.flow.flow"}]}


def inside(task_run: str, ago: float) -> tuple[list[Row], list[Row]]:
    """Events of a task run that took and gave back one slot inside its block of another."""
    outer, inner = taken("before", ago, task_run), taken("before", ago - 5, task_run)
    outer_back, inner_back = (
        back(outer, "before", ago - 20, task_run),
        back(inner, "before", ago - 10, task_run),
    )
    return [outer, outer_back], [inner, inner_back]


def newest_first(*events: Row) -> tuple[Row, ...]:
    return tuple(sorted(events, key=lambda event: str(event["occurred"]), reverse=True))


def keyed(name: str, flow_run: str, key: str | None, state: str = "Running") -> Row:
    return {**task(name, flow_run, state), "tags": [], **({"task_key": key} if key else {})}


def one_limit(now: str | None, before: str | None = NESTS) -> Snapshot:
    """Two tasks hold 2 of 2; a task that ended took both slots once, the second inside of the first."""
    outer, inner = inside("nested", 1000)
    row = limit("payments", 2, 2, 99.0)
    holding = [keyed("one", "now", now), keyed("other", "now", now)]
    past = run("before", "Completed", 960.0, end_time=at(960))
    events = newest_first(*outer, *inner, taken("now", 100, "one"), taken("now", 99, "other"))
    return snapshot(
        limits=(row,),
        active=(run("now", age=150.0),),
        flow_runs=by_id(past, run("now", age=150.0)),
        running_tasks=tuple(holding),
        task_runs=by_id(*holding, *([keyed("nested", "before", before, "Completed")] if before else [])),
        slot_events={row["id"]: events},
        signs=frozenset({"now"}),
    )


def two_limits(*now: str) -> Snapshot:
    """One task holds a, another one b; once a task took b inside of a, and another one a inside of b."""
    rows = limit("payments", 1, 1, 99.0), limit("stock", 1, 1, 98.0)
    (first, second), (third, fourth) = inside("left", 1000), inside("right", 900)
    runs = run("one run", age=150.0), run("other run", age=150.0)
    holding = [keyed("one", "one run", now[0]), keyed("other", "other run", now[1])]
    past = [keyed("left", "before", "left-0cd919f9"), keyed("right", "before", "right-0cd919f9")]
    return snapshot(
        limits=rows,
        active=runs,
        flow_runs=by_id(run("before", "Completed", 800.0, end_time=at(800)), *runs),
        running_tasks=tuple(holding),
        task_runs=by_id(*holding, *past),
        slot_events={
            rows[0]["id"]: newest_first(*first, *fourth, taken("one run", 100, "one")),
            rows[1]["id"]: newest_first(*second, *third, taken("other run", 99, "other")),
        },
        signs=frozenset({"one run", "other run"}),
    )


async def test_tasks_whose_code_nested_before_may_wait_for_themselves() -> None:
    turn = await told(one_limit(NESTS), TEXT)
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert AT_TIMES in turn.report["text"]
    turn = await answered(one_limit(NESTS), TEXT, "The same limit again")
    assert confirmed(turn)[:1] == ["CL69"]


async def test_a_task_that_was_changed_since_it_nested_need_not_nest() -> None:
    turn = await told(one_limit("nests-77aa10b2"), TEXT)
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert turn.case.pending == "takes_inside"
    assert AT_TIMES in turn.report["text"]


async def test_other_tasks_of_the_flow_need_not_nest() -> None:
    turn = await told(one_limit(REPORT), TEXT)
    assert "CL69" not in confirmed(turn)
    assert turn.case.pending == "takes_inside"
    assert "--limit 4" not in turn.report["text"]


@pytest.mark.parametrize(("now", "before"), [(None, NESTS), (NESTS, None), (None, None)])
async def test_where_a_task_was_not_read_it_is_open_which_code_it_was(
    now: str | None, before: str | None
) -> None:
    turn = await told(one_limit(now, before), TEXT)
    assert not {"CL69", "CL14"} & set(confirmed(turn))
    assert OTHER_TASK in turn.report["text"]


async def test_tasks_whose_code_crossed_before_may_wait_for_each_other() -> None:
    read = two_limits("left-0cd919f9", "right-0cd919f9")
    assert not {"CL95", "CL14"} & set(confirmed(await told(read, TEXT)))
    assert confirmed(await answered(read, TEXT, "Another limit"))[:1] == ["CL95"]


@pytest.mark.parametrize("now", [(REPORT, "export-1"), ("left-0cd919f9", REPORT)])
async def test_other_tasks_of_the_flow_need_not_cross(now: tuple[str, str]) -> None:
    assert "CL95" not in confirmed(await told(two_limits(*now), TEXT))


def test_the_tasks_to_read_are_those_that_took_slots_inside_a_block_and_others_of_their_flow() -> None:
    outer, inner = inside("nested", 1000)
    elsewhere = acquired("elsewhere", 90, "of another flow")
    rows = newest_first(*outer, *inner, taken("now", 100, "one"), elsewhere)
    assert tasks_to_compare(stays_in(rows)) == {"nested", "one"}
    assert tasks_to_compare(stays_in(newest_first(taken("now", 100, "one")))) == set()
