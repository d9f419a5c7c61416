"""A waiting run was set to Running by hand, past the deployment's limit."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import deployment_limit, live_runs
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-run-forced",
    title="A run was set to Running past the limit",
    cause="CL102",
    opening="plan-tours/prod has a concurrency limit of 1 but two runs of it are Running now",
    twin_of="deployment-run-resumed",
    since="3.4.11",
    names={"pool": "tour-pool", "deployment": "plan-tours/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: one run works, and one that waits is forced to Running as the UI does."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="tour-worker")
    first = await lab.run(deployment, seconds=A_DAY, name="tour-first")
    await lab.until_run(first, "Running")
    second = await lab.run(deployment, seconds=A_DAY, name="tour-second")
    await lab.until_run(second, "AwaitingConcurrencySlot")
    await lab.rest.post(f"/flow_runs/{second}/set_state", {"state": {"type": "RUNNING"}, "force": True})
    await lab.until_run(second, "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    running = [run for run in await live_runs(lab) if run["state_type"] == "RUNNING"]
    return len(running) == 2 and (await deployment_limit(lab))["active_slots"] == 1


async def healed(lab: Lab) -> bool:
    """Whether the count is the number of runs."""
    used = (await deployment_limit(lab))["active_slots"]
    return used == 2 and len(await live_runs(lab)) == 2
