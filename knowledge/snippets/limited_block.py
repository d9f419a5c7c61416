"""Take one slot of a global limit around a block of code, and fail when the limit does not exist."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


@flow
def limited() -> None:
    with concurrency(LIMIT, occupy=1, strict=True):
        print("one slot is mine")


if __name__ == "__main__":
    limited()
