"""More than 200 runs of one deployment stand first in the queue; a run of another one waits behind them."""

from __future__ import annotations

from typing import Any

from bot.lab.lab import Lab
from bot.lab.looks import LATE, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="queue-crowded",
    title="A crowd of runs stands first in the queue",
    cause="CL84",
    opening="Runs in the shared queue start late, resend/prod never has its turn, hundreds of others wait",
    names={"pool": "parcel-pool", "queue": "shared", "deployment": "resend/prod", "crowd": "label/prod"},
    twin_of="queue-starved",
    slow=True,
)
CROWD = 210
POLL_SECONDS = 900  # PREFECT_WORKER_QUERY_SECONDS of this worker, so that the crowd stands still


async def break_it(lab: Lab) -> None:
    """Make it so: the crowd's deployment is full, its worker asks seldom, and then comes another run."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.queue(names["pool"], names["queue"])
    crowd = await lab.deployment(names["crowd"], names["pool"], queue=names["queue"], limit=1)
    other = await lab.deployment(names["deployment"], names["pool"], queue=names["queue"])
    await lab.worker(names["pool"], name="parcel-worker", every=POLL_SECONDS)
    for _ in range(CROWD):
        await lab.run(crowd, seconds=1)
    run = await lab.run(other, name="resend-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server hands the crowd out and not the run that waits."""
    ids = {item["flow_run"]["id"] for item in await _handed_out(lab)}
    waiting = lab.ledger.made.waiting[0][1]
    return len(ids) == 200 and waiting not in ids and await waiting_states(lab) == LATE


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; a new run shows whether it goes first now."""
    said = await carry_out(lab, steps)
    run = await lab.run(lab.ledger.made.deployments[1], name="resend-next")
    lab.ledger.made.waiting.clear()
    await lab.waits(run)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a poll hands the new run out first, and the server has noted that the queue was polled."""
    handed = await _handed_out(lab)
    if not handed or handed[0]["flow_run"]["id"] != lab.ledger.made.waiting[0][1]:
        return False
    queues = await lab.rest.post(f"/work_pools/{SCENARIO.names['pool']}/queues/filter", {})
    polled = {queue["id"] for queue in queues if queue["last_polled"]}
    return handed[0]["flow_run"]["work_queue_id"] in polled


async def _handed_out(lab: Lab) -> list[dict[str, Any]]:
    path = f"/work_pools/{SCENARIO.names['pool']}/get_scheduled_flow_runs"
    found: list[dict[str, Any]] = await lab.rest.post(path, {})
    return found
