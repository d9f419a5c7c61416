"""A worker was killed; the run it had started is a process of its own and works on."""

from __future__ import annotations

import os
import signal

from bot.lab import processes
from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import only_running_is, pool_is_full
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="pool-orphan-works-on",
    title="A run works on though its worker was killed",
    cause="CL27",
    opening="A worker of scan-pool was killed and replaced; its run holds the slot and new runs are Late",
    twin_of="dead-run-holds-pool",
    since="3.6.22",
    silent=True,
    slow=True,
    names={"pool": "scan-pool", "deployment": "scan-files/prod", "holder": "scan-old"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL for a real worker alone, and another worker in its place; the next run is Late."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    deployment = await lab.deployment(names["deployment"], names["pool"])
    command = ("-m", "prefect", "worker", "start", "--pool", names["pool"], "--name", "scan-lost")
    worker = lab.spawn(*command, PREFECT_WORKER_HEARTBEAT_SECONDS="2", PREFECT_WORKER_QUERY_SECONDS="2")
    # It writes a line now and then: its heartbeats come every 30 s only, and the bot doubts it sooner here.
    # Its output does not go through the worker, else it crashes of the broken pipe at its first line.
    await lab.rest.patch(f"/deployments/{deployment}", {"job_variables": {"stream_output": False}})
    run = await lab.run(deployment, seconds=A_DAY, name=names["holder"], line_every=3)
    await lab.until_run(run, "Running", seconds=120)

    async def known() -> bool:
        return bool((await lab.rest.get(f"/flow_runs/{run}"))["infrastructure_pid"])

    await lab.until(known, "the run's process being known")
    remember(lab, (await lab.rest.get(f"/flow_runs/{run}"))["infrastructure_pid"])
    os.kill(worker, signal.SIGKILL)

    async def gone() -> bool:
        return not await lab.has_worker(names["pool"])

    await lab.until(gone, "the killed worker being offline", 90)
    await lab.worker(names["pool"], name="scan-new")
    waiting = await lab.run(deployment, seconds=A_DAY, name="scan-waiting")
    await lab.until_run(waiting, "Late")
    await lab.waits(waiting)


def remember(lab: Lab, place: str) -> None:
    """Remember the run's own process, so that it is ended with the scenario."""
    pid = int(place.rpartition(":")[2])
    lab.ledger.made.processes.append((pid, processes.birth(pid)))
    lab.ledger.save()


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it, and the run's process lives."""
    names = SCENARIO.names
    alone = await only_running_is(lab, names["holder"]) and await pool_is_full(lab, names["pool"])
    return alone and len(lab.living()) == 2


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Kill the run's process, as the reply says, then run its snippet; the new worker is left alone."""
    (run,) = [run for run in await lab.runs_of("scan-files") if run["name"] == SCENARIO.names["holder"]]
    os.kill(int(run["infrastructure_pid"].rpartition(":")[2]), signal.SIGKILL)
    return await carry_out(lab, steps)
