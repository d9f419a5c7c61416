"""Let heavy work take several slots of a limit and light work one."""

import time

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"
HEAVY = 3


@flow
def train() -> None:
    with concurrency(LIMIT, occupy=HEAVY, strict=True):
        time.sleep(0.5)  # heavy work


@flow
def report() -> None:
    with concurrency(LIMIT, occupy=1, strict=True):
        time.sleep(0.5)  # light work


if __name__ == "__main__":
    train()
    report()
