"""Whether runs live is told in a moment, however many there are."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

from bot.prefect_live.alive import alive

from .seen import NOW, acquired, at, run, snapshot

RUNS, SILENT = 980, 20
SHORT = 0.5  # s of one processor


def test_many_runs_beside_silent_ones_are_told_in_a_moment() -> None:
    busy = [
        run(f"r{each}", start_time=at(300), work_pool_name="here", deployment_id="d") for each in range(RUNS)
    ]
    quiet = [run(f"k{each}", age=5000.0, work_pool_name="pods") for each in range(SILENT)]
    worker = {"status": "ONLINE", "last_heartbeat_time": at(10), "heartbeat_interval_seconds": 30}
    taken = {
        "event": "prefect.worker.submitted-flow-run",
        "resource": {"prefect.resource.id": "prefect.worker.process.w", "prefect.resource.name": "w"},
        "related": [{"prefect.resource.id": "prefect.flow-run.r0", "prefect.resource.role": "flow-run"}],
    }
    read = snapshot(
        pools=({"name": "here", "type": "process"}, {"name": "pods", "type": "kubernetes"}),
        active=(*busy, *quiet),
        workers={"here": ({**worker, "name": "w", "created": at(9000)},)},
        worker_events=tuple({**acquired("", each), **taken} for each in range(50)),
        last_heartbeats={
            row["id"]: tuple(NOW - timedelta(seconds=4000 + 200 * each + 180 * beat) for beat in range(4))
            for each, row in enumerate(quiet)
        },
    )
    begun = process_time()
    told = [alive(read, row)[0] for row in read.active]
    assert process_time() - begun < SHORT
    assert told == [True] * RUNS + [False] * SILENT
