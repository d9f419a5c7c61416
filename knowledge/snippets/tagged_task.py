"""A task whose tag a limit counts."""

from prefect import flow, task

TAG = "my-tag"


@task(tags=[TAG])
def write(number: int) -> int:
    return number


@flow
def tagged() -> list[int]:
    return write.map(range(3)).result()


if __name__ == "__main__":
    tagged()
