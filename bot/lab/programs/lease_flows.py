"""One flow run that holds a slot with a short lease. Argument: a plan as JSON.

flow, role, limit, signal; place: see PLACES; lease: seconds; strict; disturbance and
its seconds; patience: how long the server may be away before this process gives up.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from prefect import flow, task
from prefect.concurrency.asyncio import concurrency as async_concurrency
from prefect.concurrency.sync import concurrency

from bot.lab.programs.disturbance import DISTURBANCES

PLAN = json.loads(sys.argv[1])
FLOW, ROLE, LIMIT, SIGNAL = PLAN["flow"], PLAN["role"], PLAN["limit"], Path(PLAN["signal"])
TAG = LIMIT.removeprefix("tag:")
HOW = {"lease_duration": PLAN.get("lease", 60), "strict": PLAN.get("strict", False)}
disturb = DISTURBANCES[PLAN.get("disturbance", "nothing")]
MOMENT = 3.0  # s in which the event of the taken slot leaves the process; later it may be lost


def told_to_end() -> bool:
    """Tell whether the lab said to end."""
    return SIGNAL.exists()


def work() -> None:
    """Suffer the disturbance once, then work on until the lab says to end."""
    time.sleep(MOMENT)
    disturb(PLAN.get("seconds", 0))
    while not told_to_end():
        time.sleep(0.2)


@task(name="write_rows")
def write_rows() -> None:
    """Hold a slot inside a task."""
    with concurrency(LIMIT, **HOW):
        work()


@task(name="load_rows", tags=[TAG])
def load_rows() -> None:
    """Hold the slot of a tag."""
    work()


@flow(name=FLOW, flow_run_name=ROLE)
def in_flow() -> None:
    """Hold a slot in the flow's own code."""
    with concurrency(LIMIT, **HOW):
        work()


@flow(name=FLOW, flow_run_name=ROLE)
def in_task() -> None:
    """Hold a slot in a task's code."""
    write_rows()


@flow(name=FLOW, flow_run_name=ROLE)
def by_tag() -> None:
    """Hold a tag's slot."""
    load_rows()


@flow(name=FLOW, flow_run_name=ROLE)
async def in_async_flow() -> None:
    """Hold a slot in an async flow that blocks its own event loop."""
    async with async_concurrency(LIMIT, **HOW):
        await asyncio.sleep(MOMENT)
        disturb(PLAN.get("seconds", 0))
        while not told_to_end():  # noqa: ASYNC110 - another process makes the file
            await asyncio.sleep(0.2)


@flow(name=FLOW, flow_run_name=ROLE)
async def cancelled_flow() -> None:
    """Hold a slot in an async flow whose own code cancels it."""
    async with async_concurrency(LIMIT, **HOW):
        own = asyncio.current_task()
        if own is not None:
            own.cancel()
        await asyncio.sleep(1)


def watch_server() -> None:
    """End this process when its server is gone for good."""
    last = time.monotonic()
    while time.monotonic() - last < PLAN.get("patience", 60):
        time.sleep(5)
        try:
            with urllib.request.urlopen(os.environ["PREFECT_API_URL"] + "/health", timeout=10):  # noqa: S310
                last = time.monotonic()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            continue
    os._exit(1)


def run_async_flow() -> None:
    """Run the async flow on a loop of its own."""
    asyncio.run(in_async_flow())


def run_cancelled_flow() -> None:
    """Run the flow that cancels itself."""
    asyncio.run(cancelled_flow())


PLACES: dict[str, Callable[[], object]] = {
    "flow": in_flow,
    "task": in_task,
    "tag": by_tag,
    "async_flow": run_async_flow,
    "cancelled_flow": run_cancelled_flow,
}

if __name__ == "__main__":
    threading.Thread(target=watch_server, daemon=True).start()
    PLACES[PLAN.get("place", "flow")]()
