"""Resume paused flow runs."""

from prefect import get_client

RUN_IDS = "00000000-0000-0000-0000-000000000000"

with get_client(sync_client=True) as client:
    for run_id in RUN_IDS.split(","):
        result = client.resume_flow_run(run_id)
        print(run_id, result.status.value)
