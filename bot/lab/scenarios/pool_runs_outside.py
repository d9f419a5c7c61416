"""Runs of the pool's flow were started by `python flow.py`: the pool does not count them."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import pool_of
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, until_runs
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="pool-runs-outside",
    title="Runs that were not started through the pool",
    cause="CL100",
    opening="Work pool chart-pool has a limit of 1 but two runs of draw-charts go at the same time",
    twin_of="deployment-runs-outside",
    names={"pool": "chart-pool", "deployment": "draw-charts/prod"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs of the flow work, and none of them came through the pool."""
    names = SCENARIO.names
    await lab.pool(names["pool"], limit=1)
    await lab.deployment(names["deployment"], names["pool"])
    await run_flows(lab, "never_takes", "draw-charts", "none")
    await until_runs(lab, "draw-charts", ["Running", "Running"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    runs = [run for run in await lab.runs_of("draw-charts") if run["state_type"] == "RUNNING"]
    alone = [run for run in runs if run["work_pool_name"] is None]
    pool = await pool_of(lab, SCENARIO.names["pool"])
    return len(alone) == 2 and not pool.get("active_slots")  # older servers do not count them


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code without a limit of its own, and run the reply's code in its place."""
    lab.kill_processes()
    lab.expect_limit("my-limit")
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether the reply's code ran to its end."""
    return any(run["state_type"] == "COMPLETED" for run in await lab.runs_of("limited"))
