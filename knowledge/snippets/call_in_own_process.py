"""Run a call that never yields the interpreter in a process of its own, so that the lease is renewed."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from prefect import flow
from prefect.concurrency.sync import concurrency

LIMIT = "my-limit"


def long_call() -> int:
    return sum(range(1000))


@flow
def limited() -> int:
    # A fork of a process with Prefect's threads may hang for ever; "spawn" starts afresh.
    with concurrency(LIMIT), ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(long_call).result()


if __name__ == "__main__":
    limited()
