"""A task that needs other tasks calls them; only the flow submits."""

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

MAX_WORKERS = 2


@task
def part(number: int) -> int:
    return number + 1


@task
def whole(number: int) -> int:
    return part(number) + part(number)  # in the same thread; submit() would need another one


@flow(task_runner=ThreadPoolTaskRunner(max_workers=MAX_WORKERS))
def nested() -> list[int]:
    return whole.map(range(4)).result()


if __name__ == "__main__":
    nested()
