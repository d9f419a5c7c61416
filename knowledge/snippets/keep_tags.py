"""Add a tag with with_options() and keep the task's own tags."""

from prefect import flow, task

OWN = "limited"
TAG = "my-tag"


@task(tags=[OWN])
def write() -> str:
    return "done"


@flow
def tagged() -> str:
    return write.with_options(tags=[*write.tags, TAG])()


if __name__ == "__main__":
    tagged()
