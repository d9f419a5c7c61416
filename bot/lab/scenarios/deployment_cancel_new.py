"""Runs over a deployment's limit are cancelled, because its strategy is CANCEL_NEW."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, live_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="deployment-cancel-new",
    title="Runs over the deployment's limit are cancelled",
    cause="CL54",
    opening="Runs of send-digest/prod do not start, they end as Cancelled and nobody cancelled them",
    names={"pool": "digest-pool", "deployment": "send-digest/prod", "holder": "digest-holder"},
    twin_of="deployment-full",
    untried=dict.fromkeys((0, 1), "it is for those without a connection"),
)


async def break_it(lab: Lab) -> None:
    """Make it so: one long run takes the only slot; the next is cancelled when the worker takes it."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.rest.patch(
        f"/deployments/{deployment}", {"concurrency_options": {"collision_strategy": "CANCEL_NEW"}}
    )
    await lab.worker(names["pool"], name="digest-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="digest-cancelled")
    await lab.until_run(run, "Cancelled")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    run = await lab.rest.get(f"/flow_runs/{lab.ledger.made.flow_runs[-1]}")
    reached = run["state"]["message"] == "Deployment concurrency limit reached."
    return reached and run["state_type"] == "CANCELLED" and len(await live_runs(lab)) == 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; a new run shows whether it helped."""
    said = await carry_out(lab, steps)
    run = await lab.run(lab.ledger.made.deployments[0], name="digest-next")
    await lab.waits(run)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether the new run waits for its slot, or has it."""
    return await waiting_states(lab) == AWAITING or await lab.all_moved()
