"""End flow runs that are stuck in Cancelling, which frees their deployment's slot; others are left alone."""

from prefect import get_client
from prefect.states import Cancelled

RUN_IDS = "00000000-0000-0000-0000-000000000000"

with get_client(sync_client=True) as client:
    for run_id in RUN_IDS.split(","):
        state = client.read_flow_run(run_id).state
        if not state or not state.is_cancelling():
            print(run_id, "left alone, it is now", state.name if state else "without a state")
            continue
        result = client.set_flow_run_state(run_id, Cancelled(message="Its process is gone."))
        print(run_id, result.status.value)
