"""Take the limit once, around the work itself, and not around code that takes it again."""

from prefect import flow, task
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


@task
def write() -> str:
    with concurrency(LIMIT):
        return "one slot is mine"


@flow
def limited() -> str:
    return write()


if __name__ == "__main__":
    print(limited())
