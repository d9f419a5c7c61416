"""Put deployments into one queue of a work pool; its limit then counts their runs together."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENTS = "flow/first,flow/second"
POOL = "my-pool"
QUEUE = "one-at-a-time"

with get_client(sync_client=True) as client:
    for name in DEPLOYMENTS.split(","):
        deployment = client.read_deployment_by_name(name)
        client.update_deployment(deployment.id, DeploymentUpdate(work_pool_name=POOL, work_queue_name=QUEUE))
        print(name, "is in", QUEUE)
