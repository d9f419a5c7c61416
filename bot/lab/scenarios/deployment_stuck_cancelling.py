"""A run was cancelled after its worker was lost: nobody ends it, and it keeps its deployment's slot."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, deployment_limit, live_runs, waiting_states
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.situations import lose_a_worker_with_its_run

SCENARIO = Scenario(
    name="deployment-stuck-cancelling",
    title="A cancelled run that nobody ends holds the deployment's slot",
    cause="CL114",
    opening="I cancelled the old run of file-letters/prod, but the next ones stay AwaitingConcurrencySlot",
    twin_of="deployment-full",
    silent=True,
    names={"pool": "letter-pool", "deployment": "file-letters/prod", "holder": "letter-cancelled"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL for a worker and its run, which is cancelled then; another worker, another run."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lose_a_worker_with_its_run(lab, names["pool"], deployment, names["holder"])
    (holder,) = await live_runs(lab)
    if await lab.move(holder["id"], "CANCELLING") != "ACCEPT":
        raise LabFailed(f"{SCENARIO.name}: the run could not be cancelled")
    run = await lab.run(deployment, seconds=A_DAY, name="letter-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: the slot is Cancelling's, and Crashed would be refused."""
    (holder,) = [run for run in await live_runs(lab) if run["name"] == SCENARIO.names["holder"]]
    limit = await deployment_limit(lab)
    full = limit["active_slots"] == limit["limit"] == 1
    refused = await lab.move(holder["id"], "CRASHED") == "REJECT"
    return full and refused and holder["state_type"] == "CANCELLING" and await waiting_states(lab) <= AWAITING
