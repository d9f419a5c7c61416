"""Take a global limit's slot, and fail when the limit does not exist."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


@flow
def limited() -> None:
    with concurrency(LIMIT, strict=True):
        print("one slot is mine")


if __name__ == "__main__":
    limited()
