"""Let a deployment's runs go through another queue of its work pool."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENT = "flow/deployment"
QUEUE = "queue"

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    client.update_deployment(deployment.id, DeploymentUpdate(work_queue_name=QUEUE))
