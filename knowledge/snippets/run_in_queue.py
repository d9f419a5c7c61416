"""Start a run of a deployment in another queue of its work pool, such as one that goes first."""

from prefect.deployments import run_deployment

DEPLOYMENT = "flow/deployment"
QUEUE = "urgent"

if __name__ == "__main__":
    run = run_deployment(DEPLOYMENT, work_queue_name=QUEUE, timeout=0)
    print(run.name, "is in", run.work_queue_name)
