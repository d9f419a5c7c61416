"""Flows that keep, lose or never take a slot. Argument: a plan as JSON.

kind, flow, limit, signal; lease: its seconds; also: a second limit.
Made for older clients too: it uses only what Prefect 3.4.8 has.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from prefect import flow, tags, task
from prefect.concurrency.sync import concurrency
from prefect.flow_runs import pause_flow_run

from bot.lab.programs.watch import end_with_the_server

PLAN = json.loads(sys.argv[1])
FLOW, LIMIT, SIGNAL = PLAN["flow"], PLAN["limit"], Path(PLAN["signal"])
TAG = LIMIT.removeprefix("tag:")
NAMES = [LIMIT, PLAN["also"]] if "also" in PLAN else LIMIT
LEASE = {"lease_duration": PLAN["lease"]} if "lease" in PLAN else {}
A_DAY = 86_400


def work(until_signal: bool = False) -> None:
    """Work until the lab says to end, at most a day."""
    ends = time.monotonic() + A_DAY
    while time.monotonic() < ends and not (until_signal and SIGNAL.exists()):
        time.sleep(0.2)


@task(name="call_partner", tags=[TAG], retries=1, retry_delay_seconds=A_DAY)
def fails_once() -> None:
    """Fail, and wait a day for the next attempt."""
    raise ConnectionError("the partner's service is away")


@task(name="write_rows", tags=[TAG])
def tagged(until_signal: bool = True) -> None:
    """Hold the slot of the tag until the signal."""
    work(until_signal)


@task(name="short_write", tags=[TAG])
def short() -> None:
    """Want the slot of the tag."""


@task(name="long_write", tags=[TAG])
def long_write() -> None:
    """Bear a tag that with_options() takes away."""
    work()


@task(name="untagged_write")
def untagged() -> None:
    """Work without a tag."""
    work()


@flow(name=FLOW, flow_run_name="{role}")
def retrying(role: str) -> None:
    """One task waits for its retry, a second one wants its slot."""
    first = fails_once.submit()
    time.sleep(3)
    second = short.submit()
    first.wait()
    second.wait()


@flow(name=FLOW, flow_run_name="{role}")
def pausing(role: str) -> None:
    """Pause inside of the limit."""
    with concurrency(LIMIT, **LEASE):
        pause_flow_run(timeout=A_DAY, poll_interval=1)


@flow(name=FLOW, flow_run_name="{role}")
def holder(role: str, until_signal: bool = False) -> None:
    """Hold the limit."""
    with concurrency(NAMES, **LEASE):
        work(until_signal)


@flow(name=FLOW, flow_run_name="{role}")
def waiter(role: str) -> None:
    """Want the limit."""
    with concurrency(LIMIT, **LEASE):
        pass


@flow(name=FLOW, flow_run_name="{role}")
def tag_holder(role: str) -> None:
    """Hold the tag's slot."""
    tagged()


@flow(name=FLOW, flow_run_name="{role}")
def tag_waiter(role: str) -> None:
    """Want the tag's slot."""
    short()


@flow(name=FLOW, flow_run_name="{role}")
def without_limit(role: str) -> None:
    """Work in a task, and take no slot of anything."""
    untagged()


@flow(name=FLOW, flow_run_name="{role}")
def untagged_tasks(role: str) -> None:
    """Run two tasks that bear no tag."""
    together(untagged, untagged)


@flow(name=FLOW, flow_run_name="{role}")
def retagged_tasks(role: str) -> None:
    """Run two tasks whose tag was replaced."""
    night = long_write.with_options(tags=["night"])
    together(night, night)


@flow(name=FLOW, flow_run_name="{role}")
def short_holder(role: str) -> None:
    """Hold the limit for three seconds, then work on outside of it."""
    with concurrency(LIMIT):
        time.sleep(3)
    work()


def together(*tasks: Callable[..., object]) -> None:
    """Submit tasks and wait for all of them."""
    futures = [each.submit() for each in tasks]  # type: ignore[attr-defined]
    for future in futures:
        future.wait()


def side_by_side(*runs: Callable[[], object]) -> None:
    """Run flows at once, each begun two seconds after the one before."""
    threads = [threading.Thread(target=run) for run in runs]
    for thread in threads:
        thread.start()
        time.sleep(2)
    for thread in threads:
        thread.join()


def tag_from_context() -> None:
    """Give the tag to a flow's tasks from outside."""
    with tags(TAG):
        untagged_tasks("first")


KINDS: dict[str, Callable[[], object]] = {
    "retrying": lambda: retrying("load-rows"),
    "pause_and_wait": lambda: side_by_side(lambda: pausing("first"), lambda: waiter("second")),
    "holds": lambda: holder("first"),
    "holds_until_signal": lambda: holder("first", until_signal=True),
    "waits": lambda: waiter("second"),
    "enters": lambda: holder("second"),
    "tag_holds": lambda: tag_holder("first"),
    "tag_waits": lambda: tag_waiter("second"),
    "never_takes": lambda: side_by_side(lambda: without_limit("first"), lambda: without_limit("second")),
    "untagged": lambda: untagged_tasks("first"),
    "retagged": lambda: retagged_tasks("first"),
    "both_hold": lambda: side_by_side(lambda: holder("first"), lambda: holder("second")),
    "decays": lambda: side_by_side(
        lambda: short_holder("first"), lambda: holder("second"), lambda: holder("third")
    ),
    "tag_from_context": tag_from_context,
}

if __name__ == "__main__":
    if os.environ.get("LAB_OUTLIVES_SERVER") != "1":
        end_with_the_server()
    KINDS[PLAN["kind"]]()
