"""A worker was lost with its run, and the server forgot the lease in a restart: the slot stays counted."""

from __future__ import annotations

import asyncio

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, only_running_is, waiting_states
from bot.lab.restart import restart_server
from bot.lab.scenario import Scenario
from bot.lab.situations import lose_a_worker_with_its_run

LONGER_THAN_A_LEASE = 350  # s; a run's lease is 300 s, the server's round 15 s, a busy server takes longer
SCENARIO = Scenario(
    name="killed-run-lease-lost-deployment",
    title="A dead run's slot of a deployment whose lease was lost in a restart",
    cause="CL24",
    opening=(
        "The machine with our worker died and the server was restarted, since then runs of "
        "grade-essays/prod stay AwaitingConcurrencySlot"
    ),
    twin_of="deployment-leak",
    untried={1: "killed-run-lease-lost-global tries it: a dead run of a deployment is marked as Crashed"},
    since="3.6.22",
    server={"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"},
    silent=True,
    slow=True,
    names={"pool": "essay-pool", "deployment": "grade-essays/prod", "holder": "essay-lost"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL for worker and run, a restart with leases in memory, and time for any lease."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lose_a_worker_with_its_run(lab, names["pool"], deployment, names["holder"])
    lab.kill_processes()
    await restart_server(lab)
    await asyncio.sleep(LONGER_THAN_A_LEASE)
    await lab.worker(names["pool"], name="essay-new")
    run = await lab.run(deployment, seconds=A_DAY, name="essay-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    waits = await waiting_states(lab) == {"AwaitingConcurrencySlot"}
    used = (await deployment_limit(lab))["active_slots"]
    return waits and used == 1 and await only_running_is(lab, SCENARIO.names["holder"])
