"""The deployment's limit is off, which blocks every run."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import AWAITING, deployment_limit, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-limit-disabled",
    title="A switched-off deployment limit blocks",
    cause="CL36",
    opening="I disabled the concurrency limit of score-leads/prod and now nothing runs at all",
    names={"pool": "leads-pool", "deployment": "score-leads/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is off; the server refuses every run though no slot is taken."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.rest.patch(f"/v2/concurrency_limits/deployment:{deployment}", {"active": False})
    await lab.worker(names["pool"], name="leads-worker")
    run = await lab.run(deployment, name="score-leads-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    off = not limit["active"] and limit["active_slots"] == 0
    return off and await waiting_states(lab) == AWAITING
