"""Insist on the limit at the start, but go on when the lease is lost later (Prefect 3.6.25 and newer)."""

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


def work() -> None:
    print("one slot is mine")


@flow
def limited() -> None:
    with concurrency(LIMIT, strict=True, raise_on_lease_renewal_failure=False):
        work()


if __name__ == "__main__":
    limited()
