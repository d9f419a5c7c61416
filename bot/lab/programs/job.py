"""The code of the lab's deployments, for a real `prefect worker start`."""

from __future__ import annotations

import time

from prefect import flow
from prefect.deployments import run_deployment


@flow
def job(seconds: float = 1, child: str | None = None) -> None:
    """Sleep, and wait for a child deployment when told to."""
    if child:
        run_deployment(child, parameters={"seconds": 1})
    time.sleep(seconds)
