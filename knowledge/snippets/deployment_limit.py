"""Set how many runs of a deployment may run at a time, unless it may share its limit with others."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate

DEPLOYMENT = "flow/deployment"
LIMIT = 1

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    limit = deployment.global_concurrency_limit
    if limit and limit.name != f"deployment:{deployment.id}":
        raise SystemExit(
            f"Not set. It may share {limit.name}; for all: prefect gcl update {limit.name!r} --limit {LIMIT}"
        )
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_limit=LIMIT))
    print(client.read_deployment(deployment.id).global_concurrency_limit)
