"""Take several limits at once: all of them or none, so that no order can block."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMITS = "first-limit,second-limit"


@flow
def limited() -> None:
    with concurrency(LIMITS.split(",")):
        print("one slot of each is mine")


if __name__ == "__main__":
    limited()
