"""One run for each customer at a time: a limit of 1 for each of them, made when it is first needed."""

from prefect import flow, get_client
from prefect.concurrency.sync import concurrency

LIMIT = "customer"


@flow
def load(customer: str) -> None:
    limit = f"{LIMIT}-{customer}"
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(limit, 1)
    with concurrency(limit, strict=True):
        print("only this run works for", customer)


if __name__ == "__main__":
    load("acme")
