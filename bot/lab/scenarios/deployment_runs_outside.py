"""Runs of the flow were started by `python flow.py`: the deployment's limit does not count them."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import deployment_limit
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, until_runs
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="deployment-runs-outside",
    title="Runs that were not started through the deployment",
    cause="CL17",
    opening="build-report/prod has a concurrency limit of 1 but two runs of it go at the same time",
    twin_of="deployment-run-forced",
    untried={1: "limit-never-entered tries the same code"},
    names={"pool": "report-pool", "deployment": "build-report/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs of the flow work, and none of them has the deployment."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.deployment(names["deployment"], names["pool"], limit=1)
    await run_flows(lab, "never_takes", "build-report", "none")
    await until_runs(lab, "build-report", ["Running", "Running"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    runs = await lab.runs_of("build-report")
    alone = [run for run in runs if run["state_type"] == "RUNNING" and run["deployment_id"] is None]
    return len(alone) == 2 and (await deployment_limit(lab))["active_slots"] == 0


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do it as the reply says, with a worker that is there as a rule."""
    lab.kill_processes()
    await lab.worker(SCENARIO.names["pool"], name="report-worker")
    if not steps.snippet:
        return await carry_out(lab, steps)
    lab.expect_limit("my-limit")
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether a run went through the deployment."""
    runs = await lab.runs_of("build-report")
    return any(run["deployment_id"] and run["state_type"] in {"RUNNING", "COMPLETED"} for run in runs)
