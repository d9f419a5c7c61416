"""Wait longer for a slot before giving up."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"
TIMEOUT_SECONDS = 600


@flow
def limited() -> None:
    with concurrency(LIMIT, timeout_seconds=TIMEOUT_SECONDS):
        print("one slot is mine")


if __name__ == "__main__":
    limited()
