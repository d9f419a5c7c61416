"""Hold a slot with a longer lease, so that an outage of a quarter of it does no harm."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"
LEASE_SECONDS = 3600


@flow
def limited() -> None:
    with concurrency(LIMIT, lease_duration=LEASE_SECONDS):
        print("one slot is mine")


if __name__ == "__main__":
    limited()
