"""The lease of a deployment's limit was forgotten in a restart, which ended the run after its work."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import losses, until_lost
from bot.lab.looks import deployment_limit
from bot.lab.restart import restart_server
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="lease-lost-deployment",
    title="A restart ended a deployment's run",
    cause="CL40",
    opening="tax-report-1 logged 'Concurrency lease renewal failed ... Terminating execution to prevent "
    "over-allocation' and crashed half a minute later. Why?",
    answers={"lease_failure_shape": "server_restarted"},
    names={"pool": "tax-pool", "deployment": "tax-report/yearly", "run": "tax-report-1"},
    server={},
    twin_of="lease-lost-frozen",
    slow=True,
    untried={
        0: "a deployment's slot comes free when its run ends",
        1: "it is for those without a connection",
    },
)
NAMES = SCENARIO.names
WORK = 260  # s; its lease of 300 s is renewed at once and after 225 s
RENEWED = 240


async def break_it(lab: Lab) -> None:
    """Make it so: a real worker runs a deployment with a limit; the server is restarted meanwhile."""
    await lab.pool(NAMES["pool"])
    deployment = await lab.deployment(NAMES["deployment"], NAMES["pool"], limit=1)
    lab.spawn("-m", "prefect", "worker", "start", "--pool", NAMES["pool"], "--name", "tax-worker")
    run = await lab.run(deployment, seconds=WORK, name=NAMES["run"])
    await lab.until_run(run, "Running", seconds=120)
    await restart_server(lab)
    await until_lost(lab, NAMES["deployment"].partition("/")[0], 1, 260)
    await lab.until_run(run, "Crashed", seconds=90)


async def is_real(lab: Lab) -> bool:
    """Whether the run was ended for its deployment's lease, and its slot came free with it."""
    told = [row["message"] for row in await losses(lab, NAMES["deployment"].partition("/")[0])]
    limit = await deployment_limit(lab)
    return len(told) == 1 and "Terminating execution" in told[0] and limit["active_slots"] == 0


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the reply says, start the run anew and restart the server once more."""
    said = await carry_out(lab, steps)
    deployment = lab.ledger.made.deployments[0]
    run = await lab.run(deployment, seconds=RENEWED, name="tax-report-2")
    await lab.until_run(run, "Running", seconds=120)
    await restart_server(lab)
    await lab.until_run(run, "Completed", "Crashed", seconds=RENEWED + 60)
    return said


async def healed(lab: Lab) -> bool:
    """Whether the second run got to its end."""
    names = {run["name"]: run["state_name"] for run in await lab.runs_of("tax-report")}
    return names.get("tax-report-2") == "Completed"
