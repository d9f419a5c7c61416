"""Of several dead runs the last to go is counted; a cut list, a retry by hand and a short retry mislead."""

from __future__ import annotations

import pytest

from bot.prefect_live.limit_facts import limit_subject
from bot.prefect_live.snapshot import Snapshot
from tests.lab.stage import confirmed

from .seen import acquired, at, by_id, limit, run, snapshot, task, told

HANGS = "code hangs at concurrency('payments'): 1 of 1 slots is taken and nothing runs"
DEPLOYMENT = "00000000-0000-4000-8000-00000000000d"
CUT = "only the first 200 of the slot events were read"


def with_dead(old: float, young: float) -> Snapshot:
    """Two runs that crashed inside of their blocks so many seconds ago; the limit counts one slot."""
    dead = [run(name, "Crashed", age, end_time=at(age)) for name, age in (("old", old), ("young", young))]
    row = limit("payments", 1, 1, moved=young + 60.0, age=3 * 86400.0)
    events = (acquired("young", young + 60.0), acquired("old", old + 60.0))
    return snapshot(limits=(row,), flow_runs=by_id(*dead), slot_events={row["id"]: events})


async def test_the_last_to_go_is_the_one_counted() -> None:
    turn = await told(with_dead(86400.0, 60.0), HANGS)
    assert confirmed(turn) == ["CL26"]
    assert "young" in turn.report["text"]
    assert "old" not in turn.report["text"].split()


async def test_whether_an_older_one_holds_the_slot_instead_is_not_hidden() -> None:
    read = with_dead(7200.0, 3600.0)
    facts = limit_subject(read, read.limits[0]).facts
    assert [one["id"] for one in facts["holders_lost"]] == ["young"]
    assert [one["id"] for one in facts["ended_besides"]] == ["old"]
    text = (await told(read, HANGS)).report["text"]
    assert "old (Crashed, 2 h 1 m): dead too; nothing tells which of them is counted" in text


@pytest.mark.parametrize("cut", [True, False])
async def test_a_cut_list_may_hide_who_lives_and_holds(cut: bool) -> None:
    dead, lives = run("dead", "Crashed", 1200.0, end_time=at(1200.0)), run("long", age=10800.0)
    row = limit("payments", 1, 1, moved=1300.5, age=3 * 86400.0)
    source = f"slot_events:{row['id']}"
    read = snapshot(
        limits=(row,),
        active=(lives,),
        flow_runs=by_id(dead, lives),
        slot_events={row["id"]: (acquired("dead", 1300.0),)},
        signs=frozenset({"long"}),
        cut={source: CUT} if cut else {},
    )
    about = limit_subject(read, row)
    assert about.unavailable.get("holders_lost") == (CUT if cut else None)
    assert ("CL24" in confirmed(await told(read, HANGS))) is not cut


@pytest.mark.parametrize(
    ("kept", "version", "holds"),
    [("in_process", "3.8.8", True), ("in_process", "3.8.4", False), ("reschedule", "3.8.8", False)],
)
def test_a_run_retried_by_hand_holds_no_slot(kept: str, version: str, holds: bool) -> None:
    lease = {"deployment_concurrency_lease_id": "lease"}
    again = run(
        "again",
        "AwaitingRetry",
        500.0,
        deployment_id=DEPLOYMENT,
        details=lease,
        empirical_policy={"retry_type": kept},
    )
    row = limit(f"deployment:{DEPLOYMENT}", 1, 1, moved=4000.0)
    read = snapshot(
        version, limits=(row,), active=(again,), scheduled=(again,), flow_runs=by_id(again), deployments={}
    )
    facts = limit_subject(read, row).facts
    assert (facts["holders_known"], facts["slots_unexplained"]) == ((1, 0) if holds else (0, 1))


@pytest.mark.parametrize(
    ("age", "working", "cause"), [(4.0, 2, "CL13"), (4.0, 0, "CL29"), (300.0, 2, "CL29")]
)
async def test_a_retry_of_a_moment_is_not_why_the_limit_is_full(age: float, working: int, cause: str) -> None:
    flow, waits = run("etl", age=900.0), task("next", "etl", "Pending", 20.0)
    tasks = [task(f"t{i}", "etl", age=30.0) for i in range(working)] + [
        task("flaky", "etl", "AwaitingRetry", age)
    ]
    row = limit("tag:db", len(tasks), len(tasks), moved=3.0)
    read = snapshot(
        limits=(row,),
        active=(flow,),
        flow_runs=by_id(flow),
        tag_views={"tag:db": tuple(one["id"] for one in tasks)},
        running_tasks=tuple(tasks[:working]),
        task_runs=by_id(*tasks),
        pending_tasks=(waits,),
        signs=frozenset({"etl"}),
    )
    found = confirmed(await told(read, "tasks with tag db stay Pending, all of its slots are taken"))
    assert [code for code in found if code in {"CL13", "CL29"}] == [cause]


async def test_on_a_server_without_leases_none_is_said_to_be_lost() -> None:
    dead = run("dead", "Crashed", 7200.0, end_time=at(7200.0))
    row = limit("payments", 1, 1, moved=7300.5)
    read = snapshot(
        "3.4.8", limits=(row,), flow_runs=by_id(dead), slot_events={row["id"]: (acquired("dead", 7300.0),)}
    )
    turn = await told(read, HANGS)
    text = turn.report["text"]
    assert confirmed(turn)[:1] == ["CL24"]
    assert "gives no leases" in text
    assert "Then upgrade the server" in text
    assert "lease was lost" not in text
    assert "315 s" not in text


async def test_what_an_old_client_left_of_a_global_limit_is_told_without_a_tags_view() -> None:
    dead, other = run("dead", "Crashed", 7200.0, end_time=at(7200.0)), run("other")
    row = limit("payments", 1, 1, moved=7300.5)
    read = snapshot(
        limits=(row,),
        active=(other,),
        flow_runs=by_id(dead, other),
        slot_events={row["id"]: (acquired("dead", 7300.0),)},
        client_releases={"other": "3.4.8"},
    )
    turn = await told(read, HANGS)
    assert "CL25" in confirmed(turn)
    assert "--active-slots 0" in turn.report["text"]
    assert "tag view" not in turn.report["text"]
    assert "concurrency-limit inspect" not in turn.report["text"]
