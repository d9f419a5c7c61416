"""On a server of 3.7.0 a run with a deployment's slot went to retry, and its lease was taken back."""

from __future__ import annotations

from bot.lab.lab import PROGRAMS, Lab
from bot.lab.lease_situations import losses, older_server, until_lost
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="lease-lost-in-retry",
    title="A retry cost a run its deployment's lease",
    cause="CL91",
    opening="poll-bank-1 was in AwaitingRetry, then came 'Concurrency lease renewal failed ... Terminating "
    "execution to prevent over-allocation' and it crashed. Why?",
    names={"pool": "bank-pool", "deployment": "poll-bank/hourly", "run": "poll-bank-1"},
    server={},
    twin_of="lease-lost-deployment",
    slow=True,
)
NAMES = SCENARIO.names
RELEASE = "3.7.0"
FLOW = NAMES["deployment"].partition("/")[0]


async def break_it(lab: Lab) -> None:
    """Make it so: a real worker runs a flow that fails at once and waits four minutes for its retry."""
    await older_server(lab, RELEASE)
    await lab.pool(NAMES["pool"])
    deployment = await lab.deployment(NAMES["deployment"], NAMES["pool"], limit=1)
    await lab.rest.patch(
        f"/deployments/{deployment}", {"entrypoint": "retry_job.py:retry_job", "path": str(PROGRAMS)}
    )
    lab.spawn("-m", "prefect", "worker", "start", "--pool", NAMES["pool"], "--name", "bank-worker")
    run = await lab.run(deployment, name=NAMES["run"])
    await lab.until_run(run, "AwaitingRetry", seconds=120)
    await until_lost(lab, FLOW, 1, 260)
    await lab.until_run(run, "Crashed", seconds=120)


async def is_real(lab: Lab) -> bool:
    """Whether one run ended for its lease, on the old server."""
    told = [row["message"] for row in await losses(lab, FLOW)]
    old = await lab.rest.get("/admin/version") == RELEASE
    return old and len(told) == 1 and "Terminating execution" in told[0]
