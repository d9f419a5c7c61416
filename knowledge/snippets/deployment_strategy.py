"""Say what a deployment does with runs that find its limit reached: ENQUEUE or CANCEL_NEW."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENT = "flow/deployment"
STRATEGY = "ENQUEUE"

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    old = deployment.concurrency_options  # its grace period stays as it is
    options = {**(old.model_dump() if old else {}), "collision_strategy": STRATEGY}
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_options=options))
