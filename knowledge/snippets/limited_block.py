"""Take one slot of a global limit around a block of code."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


@flow
def limited() -> None:
    with concurrency(LIMIT, occupy=1):
        print("one slot is mine")


if __name__ == "__main__":
    limited()
