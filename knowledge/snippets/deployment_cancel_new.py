"""Cancel a deployment's new runs when its limit is reached, instead of queueing them."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENT = "flow/deployment"
LIMIT = 1

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    old = deployment.concurrency_options  # its grace period stays as it is
    options = {**(old.model_dump() if old else {}), "collision_strategy": "CANCEL_NEW"}
    update = DeploymentUpdate(concurrency_limit=LIMIT, concurrency_options=options)
    client.update_deployment(deployment.id, update)
    print(client.read_deployment(deployment.id).concurrency_options)
