"""Runs await the deployment's only slot, which a live run holds."""

from __future__ import annotations

from bot.lab.deployment_situations import moved_or_cancelled, shown_by_next
from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, deployment_limit, live_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="deployment-full",
    title="The deployment's limit is full",
    cause="CL12",
    opening="Runs of sync-crm/prod sit in AwaitingConcurrencySlot, how do I get them to start?",
    names={"pool": "crm-pool", "deployment": "sync-crm/prod", "holder": "sync-crm-holder"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one long run takes the deployment's only slot, another asks for it."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="crm-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="sync-crm-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await deployment_limit(lab)
    held = limit["active_slots"] == limit["limit"] == len(await live_runs(lab)) == 1
    return held and await waiting_states(lab) <= AWAITING | {"Pending"}


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; with CANCEL_NEW a new run shows whether it is cancelled instead of waiting."""
    return await shown_by_next(lab, steps, "sync-crm-next")


async def healed(lab: Lab) -> bool:
    """Tell whether what waited started, or nothing waits any more because the server cancels it."""
    return await moved_or_cancelled(lab)
