"""Let the schedules of a deployment make runs again."""

from prefect import get_client

DEPLOYMENT = "flow/deployment"

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    client.resume_deployment(deployment.id)
    for schedule in deployment.schedules:
        client.update_deployment_schedule(deployment.id, schedule.id, active=True)
    print("paused:", client.read_deployment(deployment.id).paused)
