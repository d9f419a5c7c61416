"""End flow runs that are stuck in Cancelling, which frees their deployment's slot."""

from prefect import get_client
from prefect.states import Cancelled

RUN_IDS = "00000000-0000-0000-0000-000000000000"

with get_client(sync_client=True) as client:
    for run_id in RUN_IDS.split(","):
        result = client.set_flow_run_state(run_id, Cancelled(message="Its process is gone."))
        print(run_id, result.status.value)
