"""Mark dead flow runs as Crashed, which frees their slots; one that has moved on since is left alone."""

from prefect import get_client
from prefect.states import Cancelled, Crashed

RUN_IDS = "00000000-0000-0000-0000-000000000000"
STATES = "Running"  # the state of each when it was found dead

with get_client(sync_client=True) as client:
    for run_id, found in zip(RUN_IDS.split(","), STATES.split(","), strict=True):
        state = client.read_flow_run(run_id).state
        if not state or state.name != found:
            print(run_id, "left alone, it is now", state.name if state else "without a state")
            continue
        # A run in Cancelling can only become Cancelled.
        ended = Cancelled if state.is_cancelling() else Crashed
        result = client.set_flow_run_state(run_id, ended(message="Its process is gone."))
        print(run_id, result.status.value)
