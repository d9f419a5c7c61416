"""The code of a deployment that fails and waits four minutes for its retry."""

from __future__ import annotations

from prefect import flow


@flow(retries=1, retry_delay_seconds=240)
def retry_job(seconds: float = 1) -> None:
    """Fail."""
    raise ConnectionError(f"the bank's service is away for {seconds} s")
