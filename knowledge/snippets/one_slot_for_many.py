"""Take one slot for a batch of short steps instead of one for each step; a missing limit fails the run."""

from prefect import flow, task
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"
BATCH = 50


@task
def write(rows: list[int]) -> int:
    with concurrency(LIMIT, strict=True):
        return sum(rows)  # all short steps of the batch


@flow
def batched() -> list[int]:
    rows = list(range(200))
    return [write(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]


if __name__ == "__main__":
    batched()
