"""Take several limits at once: all of them or none, so that no order can block."""

from prefect import flow
from prefect.concurrency.sync import concurrency

FIRST = "first-limit"
SECOND = "second-limit"


@flow
def limited() -> None:
    with concurrency([FIRST, SECOND]):
        print("one slot of each is mine")


if __name__ == "__main__":
    limited()
