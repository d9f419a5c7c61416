"""The history of a run that was tried again is read, and whether its process outlived a try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.errors import OutOfReach
from bot.prefect_live.asking import Row
from bot.prefect_live.earlier_tries import MOST_HISTORIES, with_tries
from bot.prefect_live.snapshot import Snapshot

from .seen import acquired, at, by_id, limit, run, snapshot
from .served import Served
from .test_runs_tried_again import killed

HISTORY = killed(420.0, 400.0, 150.0)


def heartbeat(ago: float) -> Row:
    resource = {"prefect.resource.id": "prefect.flow-run.again"}
    return {
        "id": f"beat-{ago}",
        "event": "prefect.flow-run.heartbeat",
        "occurred": at(ago),
        "resource": resource,
    }


def holding(*runs: Row) -> Snapshot:
    events = tuple(acquired(one["id"], 415.0) for one in runs)
    own = (limit("crm", 1, 1, 415.0),)
    return snapshot(limits=own, active=runs, flow_runs=by_id(*runs), slot_events={"limit-crm": events})


async def read_of(
    *runs: Row, beats: Sequence[Row] | None = (), states: Any = HISTORY
) -> tuple[Snapshot, Served]:
    """The snapshot once histories were read; the server refuses what is None."""

    def answer(path: str, _: dict[str, Any]) -> Any:
        told = states if path.startswith("/flow_run_states/") else beats
        if told is None:
            raise OutOfReach("the server answered 500")
        return list(told) if told is states else {"events": list(told)}

    ask = Served(answer)
    return await with_tries(ask, holding(*runs)), ask


AGAIN = run("again", age=150.0, run_count=2)


async def test_of_a_run_that_was_tried_once_nothing_is_asked() -> None:
    _, ask = await read_of(run("once", run_count=1))
    assert ask.asked == []


async def test_the_history_tells_which_tries_are_over() -> None:
    read, ask = await read_of(AGAIN)
    assert [end.state for end in read.tries("again").ends] == ["Crashed", "Rescheduled"]
    assert [path for path, _ in ask.asked] == ["/flow_run_states/?flow_run_id=again", "/events/filter"]
    assert ask.asked[1][1]["filter"]["occurred"] == {"since": at(400.0), "until": at(150.0)}
    again, served = await with_tries(ask, read), len(ask.asked)
    assert (again, served) == (read, 2)


async def test_a_heartbeat_between_the_tries_tells_that_a_process_works_on() -> None:
    read, _ = await read_of(AGAIN, beats=(heartbeat(300.0),))
    assert read.tries("again").why == "its process gave a heartbeat after it was Crashed"
    assert read.tries("again").ends == ()


async def test_what_the_server_refuses_leaves_open_which_try_took_a_slot() -> None:
    for refused in ({"beats": None}, {"states": None}):
        read, _ = await read_of(AGAIN, **refused)
        assert read.tries("again").why == "the server answered 500"


async def test_of_many_runs_some_are_left_open() -> None:
    runs = [run(f"run-{n:03}", age=150.0, run_count=2) for n in range(MOST_HISTORIES + 1)]
    read, _ = await read_of(*runs)
    whys = [read.tries(one["id"]).why for one in runs]
    assert whys.count(None) == MOST_HISTORIES
    assert "than are read one by one" in str(whys[-1])
