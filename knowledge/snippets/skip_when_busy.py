"""End a run at once, and not as a failure, when the limit is full."""

from httpx import HTTPStatusError
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.states import Completed

LIMIT = "my-limit"


@flow
def limited() -> State:
    try:
        with concurrency(LIMIT, max_retries=0):
            print("one slot is mine")
    except ConcurrencySlotAcquisitionError as busy:
        answer = busy.__cause__
        if not isinstance(answer, HTTPStatusError) or answer.response.status_code != 423:
            raise
        return Completed(name="Skipped", message="The limit was full.")
    return Completed()


if __name__ == "__main__":
    limited()
