"""Remove a deployment's own limit, once no other deployment uses it and none of its runs holds a slot."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.sorting import DeploymentSort

DEPLOYMENT = "flow/deployment"

types, names = {"any_": ["PENDING", "RUNNING", "CANCELLING"]}, {"any_": ["AwaitingRetry"]}
holding = FlowRunFilter.model_validate({"state": {"operator": "or_", "type": types, "name": names}})
with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    limit, users, read = deployment.global_concurrency_limit, [], 0
    while limit and (page := client.read_deployments(sort=DeploymentSort.CREATED_DESC, offset=read)):
        users += [one.name for one in page if getattr(one.global_concurrency_limit, "id", "") == limit.id]
        read += len(page)
    if limit and (len(users) > 1 or limit.name != f"deployment:{deployment.id}"):
        print("The limit stays, this would delete it for all that use it.")
        raise SystemExit(f"{limit.name} may be shared; deployments that use it: {', '.join(users)}")
    own = DeploymentFilter.model_validate({"id": {"any_": [deployment.id]}})
    if busy := client.read_flow_runs(flow_run_filter=holding, deployment_filter=own):
        raise SystemExit(f"The limit stays. Wait for, or cancel: {', '.join(run.name for run in busy)}")
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_limit=None))
    print(client.read_deployment(deployment.id).global_concurrency_limit)
