"""One run for each customer at a time: a limit of 1 for each of them, made when it is first needed."""

from contextlib import suppress

from prefect import flow, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists, PrefectHTTPStatusError

LIMIT = "customer"


@flow
def load(customer: str) -> None:
    limit = f"{LIMIT}-{customer}"
    # One that exists stays as it is; old clients tell of it by the plain HTTP error.
    exists = suppress(ObjectAlreadyExists, PrefectHTTPStatusError)
    with get_client(sync_client=True) as client, exists:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=limit, limit=1))
    with concurrency(limit, strict=True):  # fails where the limit could not be made
        print("only this run works for", customer)


if __name__ == "__main__":
    load("acme")
