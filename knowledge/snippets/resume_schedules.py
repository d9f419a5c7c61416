"""Resume a deployment; its schedules are switched on only where all of them are off."""

from prefect import get_client

DEPLOYMENT = "flow/deployment"

with get_client(sync_client=True) as client:
    deployment = client.read_deployment_by_name(DEPLOYMENT)
    client.resume_deployment(deployment.id)
    none_on = not any(schedule.active for schedule in deployment.schedules)
    for schedule in deployment.schedules if none_on else ():
        client.update_deployment_schedule(deployment.id, schedule.id, active=True)
    print("paused:", client.read_deployment(deployment.id).paused)
