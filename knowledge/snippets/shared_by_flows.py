"""Take one limit by its name in several flows: together they never hold more than its slots."""

import time

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "database"


def write(rows: int) -> None:
    with concurrency(LIMIT, strict=True):
        time.sleep(0.1)  # the write itself
        print(rows, "rows are written")


@flow
def load_orders() -> None:
    write(100)


@flow
def load_prices() -> None:
    write(20)


if __name__ == "__main__":
    load_orders()
    load_prices()
