"""Run a call that never yields the interpreter in a process of its own, so that leases are renewed."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from prefect import flow

NUMBERS = 1000


def long_call(numbers: int) -> int:
    return sum(range(numbers))


@flow
def steps() -> int:
    # A fork of a process with Prefect's threads may hang for ever; "spawn" starts afresh.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(long_call, NUMBERS).result()


if __name__ == "__main__":
    steps()
