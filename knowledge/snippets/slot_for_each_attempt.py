"""Take the slot inside of the task: an attempt that waits for its retry holds none."""

from prefect import flow, task
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


@task(retries=2, retry_delay_seconds=60)
def call() -> str:
    with concurrency(LIMIT):
        return "done"


@flow
def retried() -> str:
    return call()


if __name__ == "__main__":
    retried()
