"""Map a task over many items, and run at most so many of its task runs at a time."""

import time

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

MAX_WORKERS = 5


@task
def work(number: int) -> int:
    time.sleep(0.5)  # the work itself
    return number


@flow(task_runner=ThreadPoolTaskRunner(max_workers=MAX_WORKERS))
def mapped() -> list[int]:
    return work.map(range(12)).result()


if __name__ == "__main__":
    mapped()
