"""The code of the lab's deployments, for a real `prefect worker start`."""

from __future__ import annotations

import time

from prefect import flow, get_run_logger
from prefect.deployments import run_deployment


@flow
def job(seconds: float = 1, child: str | None = None, line_every: float = 0) -> None:
    """Sleep, and wait for a child deployment or write a line to the log every few seconds when told to."""
    if child:
        run_deployment(child, parameters={"seconds": 1})
    ends = time.monotonic() + seconds
    while line_every and time.monotonic() < ends:
        get_run_logger().info("working")
        time.sleep(line_every)
    time.sleep(max(0, ends - time.monotonic()))
