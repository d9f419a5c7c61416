"""Real flows whose own code is at fault at a limit. Argument: a plan as JSON (kind, flow, limit, …).

A plan may also hold `other` (a second limit), `slots`, `workers`, `count` and `signal`, a file that
tells a holder to go on.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from prefect import flow, task
from prefect.client.schemas.objects import State
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.asyncio import concurrency as async_concurrency
from prefect.concurrency.sync import concurrency, rate_limit
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from bot.lab.programs.watch import end_with_the_server

PLAN = json.loads(sys.argv[1])
FLOW, LIMIT, OTHER = PLAN["flow"], PLAN.get("limit", ""), PLAN.get("other", "")
SLOTS, COUNT, WORKERS = PLAN.get("slots", 1), PLAN.get("count", 4), PLAN.get("workers", 2)
SIGNAL = Path(PLAN.get("signal", "/nonexistent"))
TAG = LIMIT.removeprefix("tag:")
A_DAY = 86_400


def work(until_signal: bool = False) -> None:
    """Work for a day, or until told to end."""
    ends = time.monotonic() + A_DAY
    while time.monotonic() < ends and not (until_signal and SIGNAL.exists()):
        time.sleep(0.2)


@flow(name=FLOW, flow_run_name="{role}")
def holder(role: str, until_signal: bool = False) -> None:
    """Hold the limit and work."""
    with concurrency(LIMIT):
        work(until_signal)


@flow(name=FLOW, flow_run_name="{role}")
def nested(role: str, pause: float = 0) -> None:
    """Take the limit again inside its own block."""
    with concurrency(LIMIT):
        time.sleep(pause)
        write_again()


@flow(name=FLOW, flow_run_name="{role}")
def one_after_another(role: str, first_block: float) -> None:
    """Take the limit in three blocks one after the other: a long one, a short one, one after the signal."""
    with concurrency(LIMIT):
        time.sleep(first_block)
    with concurrency(LIMIT):
        pass
    while not SIGNAL.exists():
        time.sleep(0.2)
    with concurrency(LIMIT):
        pass


@task
def write_again() -> None:
    """Take the limit that the caller holds."""
    with concurrency(LIMIT):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def one_inside_another(role: str, outer: str, inner: str) -> None:
    """Take a second limit inside the block of the first, once both runs hold their first."""
    with concurrency(outer):
        time.sleep(3)
        with concurrency(inner):
            pass


@flow(name=FLOW, flow_run_name="{role}")
def both_at_once(role: str) -> None:
    """Take both limits in one block."""
    with concurrency([OTHER, LIMIT]):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def impatient(role: str) -> None:
    """Give up after two seconds."""
    with concurrency(LIMIT, timeout_seconds=2):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def never_asks_again(role: str) -> None:
    """Ask for the slot once."""
    with concurrency(LIMIT, max_retries=0):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def skips(role: str) -> State | None:
    """Ask for the slot once and end well when there is none."""
    try:
        with concurrency(LIMIT, max_retries=0):
            return None
    except ConcurrencySlotAcquisitionError:
        return Completed(name="Skipped")


@flow(name=FLOW, flow_run_name="{role}", timeout_seconds=4)
async def out_of_time(role: str) -> None:
    """Wait until the flow's own time is over."""
    async with async_concurrency(LIMIT):
        pass


@flow(name=FLOW, flow_run_name="{role}")
async def own_error(role: str) -> None:
    """Fail in the work itself."""
    async with async_concurrency(LIMIT):
        print("1" + 1)  # type: ignore[operator]


@flow(name=FLOW, flow_run_name="{role}")
def asks_for_many(role: str) -> None:
    """Ask for more slots at once."""
    with concurrency(LIMIT, occupy=SLOTS):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def paced(role: str) -> None:
    """Take a slot that should fade."""
    rate_limit(LIMIT)


@flow(name=FLOW, flow_run_name="{role}")
def short_lease(role: str) -> None:
    """Ask for a lease shorter than the server gives."""
    with concurrency(LIMIT, lease_duration=30):
        pass


@flow(name=FLOW, flow_run_name="{role}")
async def wrong_flavour(role: str) -> None:
    """Use the sync one as the async one."""
    async with concurrency(LIMIT):  # type: ignore[attr-defined]
        pass


@flow(name=FLOW, flow_run_name="{role}")
def wrong_with(role: str) -> None:
    """Use the async one as the sync one."""
    with async_concurrency(LIMIT):  # type: ignore[attr-defined]
        pass


@flow(name=FLOW, flow_run_name="{role}")
async def right_flavour(role: str) -> None:
    """Use the async one in async code."""
    async with async_concurrency(LIMIT):
        pass


@task(name="write_rows", tags=[TAG])
def write_rows(number: int, seconds: float = A_DAY) -> None:
    """Hold a slot of the tag."""
    time.sleep(seconds)


@task(name="send_report")
def send_report() -> None:
    """Need no slot."""


@flow(name=FLOW, flow_run_name="{role}", task_runner=ThreadPoolTaskRunner(max_workers=WORKERS))  # type: ignore[arg-type]
def tagged_first(role: str, untagged: int, seconds: float = A_DAY) -> None:
    """Submit tagged tasks, then tasks that need no slot."""
    futures = [write_rows.submit(number, seconds) for number in range(COUNT)]
    time.sleep(1)
    others = [send_report.submit() for _ in range(untagged)]
    for future in (*others, *futures):
        future.wait()


@task(name="resize_image")
def resize_image(number: int) -> None:
    """Work long, without any limit."""
    work(until_signal=True)


@flow(name=FLOW, flow_run_name="{role}", task_runner=ThreadPoolTaskRunner(max_workers=WORKERS))  # type: ignore[arg-type]
def many_tasks(role: str) -> None:
    """Submit more tasks than the runner has threads."""
    for future in [resize_image.submit(number) for number in range(COUNT)]:
        future.wait()


@flow(name=FLOW, flow_run_name="{role}")
def tagged_once(role: str) -> None:
    """Run one tagged task."""
    write_rows(0, seconds=0)


def side_by_side(*runs: Callable[[], object]) -> None:
    """Run flows of this process at the same time."""
    with ThreadPoolExecutor(len(runs)) as pool:
        for done in [pool.submit(run) for run in runs]:
            done.result()


def crossed() -> None:
    """Two runs take the same two limits in opposite orders."""
    side_by_side(
        lambda: one_inside_another("first", LIMIT, OTHER), lambda: one_inside_another("second", OTHER, LIMIT)
    )


def crossed_but_busy() -> None:
    """Two runs work, each inside a limit of its own."""
    side_by_side(lambda: holder("first"), lambda: other_holder("second"))


@flow(name=FLOW, flow_run_name="{role}")
def other_holder(role: str) -> None:
    """Hold the other limit and work."""
    with concurrency(OTHER):
        work()


KINDS: dict[str, Callable[[], object]] = {
    "holds": lambda: holder("first"),
    "holds_until_signal": lambda: holder("first", until_signal=True),
    "nested": lambda: nested("first"),
    "one_after_another": lambda: one_after_another("first", PLAN["first_block"]),
    "nested_twice": lambda: side_by_side(lambda: nested("first", 4), lambda: nested("second", 4)),
    "crossed": crossed,
    "crossed_but_busy": crossed_but_busy,
    "both_at_once": lambda: both_at_once("third"),
    "impatient": lambda: impatient("second"),
    "never_asks_again": lambda: never_asks_again("second"),
    "skips": lambda: skips("third"),
    "out_of_time": lambda: asyncio.run(out_of_time("second")),
    "own_error": lambda: asyncio.run(own_error("first")),
    "asks_for_many": lambda: asks_for_many("first"),
    "paced": lambda: paced("first"),
    "short_lease": lambda: short_lease("first"),
    "wrong_flavour": lambda: asyncio.run(wrong_flavour("first")),
    "wrong_with": lambda: wrong_with("first"),
    "right_flavour": lambda: asyncio.run(right_flavour("first")),
    "tagged_once": lambda: tagged_once("first"),
    "starved": lambda: tagged_first("first", untagged=1),
    "not_starved": lambda: tagged_first("second", untagged=1, seconds=0),
    "only_tagged": lambda: tagged_first("first", untagged=0),
    "runner_full": lambda: many_tasks("first"),
}

if __name__ == "__main__":
    end_with_the_server()
    KINDS[PLAN["kind"]]()
