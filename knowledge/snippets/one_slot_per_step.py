"""Take the slot where the work is, not around code that takes it again."""

from prefect import flow, task

LIMIT = "my-tag"


@task(tags=[LIMIT])
def inner() -> str:
    return "done"


@task
def outer() -> str:
    return inner()


@flow
def steps() -> str:
    return outer()


if __name__ == "__main__":
    steps()
