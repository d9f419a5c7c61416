"""Mark dead flow runs as Crashed, which frees their slots."""

from prefect import get_client
from prefect.states import Cancelled, Crashed

RUN_IDS = "00000000-0000-0000-0000-000000000000"

with get_client(sync_client=True) as client:
    for run_id in RUN_IDS.split(","):
        state = client.read_flow_run(run_id).state
        # A run in Cancelling can only become Cancelled.
        ended = Cancelled if state and state.is_cancelling() else Crashed
        result = client.set_flow_run_state(run_id, ended(message="Its process is gone."))
        print(run_id, result.status.value)
