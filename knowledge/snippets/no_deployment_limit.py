"""Remove a deployment's own limit, once none of its runs holds a slot."""

from prefect import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter

DEPLOYMENT = "flow/deployment"

types, names = {"any_": ["PENDING", "RUNNING", "CANCELLING"]}, {"any_": ["AwaitingRetry"]}
holding = FlowRunFilter.model_validate({"state": {"operator": "or_", "type": types, "name": names}})
with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    limit = deployment.global_concurrency_limit
    if limit and limit.name != f"deployment:{deployment.id}":
        raise SystemExit(f"The limit stays: {limit.name} may be shared, and this would delete it for all.")
    own = DeploymentFilter.model_validate({"id": {"any_": [deployment.id]}})
    if busy := client.read_flow_runs(flow_run_filter=holding, deployment_filter=own):
        raise SystemExit(f"The limit stays. Wait for, or cancel: {', '.join(run.name for run in busy)}")
    client.update_deployment(deployment.id, DeploymentUpdate(concurrency_limit=None))
    print(client.read_deployment(deployment.id).global_concurrency_limit)
