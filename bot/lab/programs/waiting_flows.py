"""Real flows whose tasks wait, mostly for other tasks. Argument: a plan as JSON.

A plan holds kind and flow, and may hold tag, workers (threads of the task runner) and seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

from bot.lab.programs.watch import end_with_the_server

PLAN = json.loads(sys.argv[1])
FLOW, TAG, WORKERS = PLAN["flow"], PLAN.get("tag", ""), PLAN.get("workers", 2)
SECONDS = PLAN.get("seconds", 0)


@task(name="count_pallet")
def count_pallet(number: int) -> int:
    """Be waited for by another task."""
    return number


@task(name="count_shelf")
def count_shelf(number: int) -> int:
    """Submit a task and keep the thread until it is done."""
    time.sleep(1)  # so that every thread has one of these before a task is submitted inside
    return count_pallet.submit(number).result()


@flow(name=FLOW, flow_run_name="{role}", task_runner=ThreadPoolTaskRunner(max_workers=WORKERS))  # type: ignore[arg-type]
def nested(role: str) -> list[int]:
    """Submit two tasks that submit tasks."""
    return [future.result() for future in [count_shelf.submit(number) for number in range(2)]]


@task(name="load_rows", tags=[TAG])
def load_rows() -> None:
    """Need a slot of the tag."""
    time.sleep(SECONDS)


@task(name="load_all")
def load_all() -> None:
    """Need no slot, and call a task that does."""
    time.sleep(3)
    load_rows()


@task(name="check_rows", tags=[TAG])
def check_rows() -> None:
    """Need a slot of the tag once all is loaded."""


@flow(name=FLOW, flow_run_name="{role}")
def in_order(role: str) -> None:
    """Check the rows when they are loaded."""
    check_rows.submit(wait_for=[load_all.submit()]).wait()  # type: ignore[call-overload]


@task(name="trim_label", tags=[TAG])
def trim_label(number: int) -> int:
    """Work for a moment with a slot of the tag."""
    time.sleep(0.2)
    return number


@flow(name=FLOW, flow_run_name="{role}", task_runner=ThreadPoolTaskRunner(max_workers=20))  # type: ignore[arg-type]
def many_short(role: str) -> None:
    """Run twenty short tagged tasks at a time, again and again."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        trim_label.map(range(20)).wait()


KINDS: dict[str, Callable[[], object]] = {
    "nested": lambda: nested("first"),
    "in_order": lambda: in_order("first"),
    "many_short": lambda: many_short("first"),
}

if __name__ == "__main__":
    end_with_the_server()
    KINDS[PLAN["kind"]]()
