"""Let two flows never work at the same time: both take the one slot of the same limit."""

import time

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "one-of-both"


@flow
def backup() -> None:
    with concurrency(LIMIT, strict=True):
        time.sleep(0.5)  # all that the flow does


@flow
def restore() -> None:
    with concurrency(LIMIT, strict=True):
        time.sleep(0.5)  # all that the flow does


if __name__ == "__main__":
    backup()
    restore()
