"""A run that no worker takes is cancelled when it would turn Late, because of CANCEL_NEW."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, live_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="deployment-cancel-late",
    title="Runs that would be late at the deployment's limit are cancelled",
    cause="CL54",
    opening="No worker ever took the run of mirror-repo/prod, yet it is Cancelled. Who did that?",
    names={"pool": "mirror-pool", "deployment": "mirror-repo/prod", "holder": "mirror-holder"},
    twin_of="late-no-worker",
    untried=dict.fromkeys((0, 1), "it is for those without a connection"),
    since="3.6.22",
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: the worker is full, so the next run is never taken; the server cancels it instead."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.rest.patch(
        f"/deployments/{deployment}", {"concurrency_options": {"collision_strategy": "CANCEL_NEW"}}
    )
    await lab.worker(names["pool"], name="mirror-worker", limit=1)
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="mirror-cancelled")
    await lab.until_run(run, "Cancelled")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: it went from Scheduled to Cancelled without a Pending."""
    run = lab.ledger.made.flow_runs[-1]
    states = await lab.rest.get(f"/flow_run_states/?flow_run_id={run}")
    names = [state["name"] for state in states]
    return "Pending" not in names and names[-1] == "Cancelled" and len(await live_runs(lab)) == 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; a second worker takes the new run that shows whether it helped."""
    said = await carry_out(lab, steps)
    await lab.worker(SCENARIO.names["pool"], name="mirror-second")
    run = await lab.run(lab.ledger.made.deployments[0], name="mirror-next")
    await lab.waits(run)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether the new run waits for its slot, or has it."""
    return await waiting_states(lab) == AWAITING or await lab.all_moved()
