"""Take one limit by its name in several flows: together they never hold more than its slots."""

import time

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "database"


@flow
def load_orders() -> None:
    with concurrency(LIMIT, strict=True):  # around all that must be counted
        time.sleep(0.1)
        print("the orders are loaded")


@flow
def load_prices() -> None:
    with concurrency(LIMIT, strict=True):
        time.sleep(0.1)
        print("the prices are loaded")


if __name__ == "__main__":
    load_orders()
    load_prices()
