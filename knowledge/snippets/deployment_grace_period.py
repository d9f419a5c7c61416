"""Let a deployment's run keep its slot longer while its infrastructure starts (60 to 86400 s)."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENT = "flow/deployment"
GRACE_PERIOD_SECONDS = 900

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    old = deployment.concurrency_options
    strategy = old.collision_strategy.value if old else "ENQUEUE"
    options = {"collision_strategy": strategy, "grace_period_seconds": GRACE_PERIOD_SECONDS}
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_options=options))
