"""Set how many runs of a deployment may run at a time, unless it may share its limit with others."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.sorting import DeploymentSort

DEPLOYMENT = "flow/deployment"
LIMIT = 1

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    limit, users, read = deployment.global_concurrency_limit, [], 0
    while limit and (page := client.read_deployments(sort=DeploymentSort.CREATED_DESC, offset=read)):
        users += [one.name for one in page if getattr(one.global_concurrency_limit, "id", "") == limit.id]
        read += len(page)
    if limit and (len(users) > 1 or limit.name != f"deployment:{deployment.id}"):
        print(f"Not set. {limit.name} may be shared; deployments that use it: {', '.join(users)}")
        raise SystemExit(f"For all that use it: prefect gcl update {limit.name!r} --limit {LIMIT}")
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_limit=LIMIT))
    print(client.read_deployment(deployment.id).global_concurrency_limit)
