"""Serve a flow and run at most so many at a time in this process; put your own flow in its place."""

from prefect import flow, serve

FLOW = "served"
DEPLOYMENT = "served"
LIMIT = 2


@flow(name=FLOW)
def served() -> str:
    return "done"


if __name__ == "__main__":
    serve(served.to_deployment(DEPLOYMENT), limit=LIMIT)
