"""Hold a slot with a longer lease, so that an outage of a quarter of it does no harm."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"
LEASE_SECONDS = 3600


def work() -> None:
    print("one slot is mine")


@flow
def limited() -> None:
    with concurrency(LIMIT, lease_duration=LEASE_SECONDS):
        work()


if __name__ == "__main__":
    limited()
