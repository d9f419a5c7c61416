"""Serve a flow and run at most so many at a time in this process."""

from prefect import flow, serve

LIMIT = 2


@flow
def served() -> str:
    return "done"


if __name__ == "__main__":
    serve(served.to_deployment("served"), limit=LIMIT)
