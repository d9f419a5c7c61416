"""Start a child deployment and go on, so that the parent's slot is not held for it."""

from prefect import flow
from prefect.deployments import run_deployment

CHILD = "flow/deployment"


@flow
def parent() -> None:
    run_deployment(CHILD, timeout=0)


if __name__ == "__main__":
    parent()
