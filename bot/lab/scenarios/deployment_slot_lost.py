"""A run was Pending for longer than its slot is kept, and another run took the slot."""

from __future__ import annotations

import asyncio

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit
from bot.lab.rest import LabFailed, Rest
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="deployment-slot-lost",
    title="A slot is lost while the infrastructure starts",
    cause="CL55",
    opening="A run of simulate-wind/prod is Cancelled, its node was still coming up, nobody did that",
    names={"pool": "wind-pool", "deployment": "simulate-wind/prod", "lost": "wind-slow-start"},
    twin_of="deployment-cancel-new",
    since="3.6.6",
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: a Pending run outlives its lease of 60 s, another takes the slot, the first begins."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    options = {"collision_strategy": "ENQUEUE", "grace_period_seconds": 60}
    await lab.rest.patch(f"/deployments/{deployment}", {"concurrency_options": options})
    lost = await lab.run(deployment, name=names["lost"])
    await lab.move(lost, "PENDING")

    async def reaped() -> bool:
        return bool((await deployment_limit(lab))["active_slots"] == 0)

    await lab.until(reaped, "the slot of the Pending run being given away", 100)
    await lab.worker(names["pool"], name="wind-worker")
    other = await lab.run(deployment, seconds=A_DAY, name="wind-competitor")
    await lab.until_run(other, "Running")
    await _begin(lab, lost)
    # The server gave back the other run's slot with it, which is another fault; so that run ends.
    await lab.move(other, "CANCELLING")
    await lab.until_run(other, "Cancelled")
    lab.kill_processes()


async def _begin(lab: Lab, run: str) -> None:
    """Say Running as the run's engine does; the server holds only a client that renews to its lease."""
    async with Rest(lab.api_url, lab.release) as engine:
        await engine.post(f"/flow_runs/{run}/set_state", {"state": {"type": "RUNNING"}, "force": False})


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    run = await lab.rest.get(f"/flow_runs/{lab.ledger.made.flow_runs[0]}")
    lost = "lost during provisioning" in str(run["state"]["message"])
    return lost and str(run["state_type"]) == "CANCELLED"


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says, then start slowly again: 80 s Pending, and only then Running."""
    said = await carry_out(lab, steps)
    again = await lab.run(lab.ledger.made.deployments[0], seconds=A_DAY, name="wind-slow-again")
    await lab.move(again, "PENDING")
    await lab.waits(again)
    held = lab.ledger.made.waiting[0][1]
    for _ in range(16):
        if (await deployment_limit(lab))["active_slots"] != 1:
            raise LabFailed(f"{SCENARIO.name}: {held} lost its slot again")
        await asyncio.sleep(5)
    await _begin(lab, again)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether the slow start became Running."""
    return bool(lab.ledger.made.waiting) and await lab.run_state(lab.ledger.made.waiting[0][1]) == "Running"
