"""A run of a real worker whose end the server refuses."""

from __future__ import annotations

from bot.lab.lab import Lab

WORK_SECONDS = 15


async def run_that_cannot_end(lab: Lab, pool: str, deployment: str, name: str) -> str:
    """Start a real worker and a run that holds its deployment's only slot; returns the deployment's id."""
    await lab.pool(pool)
    own = await lab.deployment(deployment, pool, limit=1)
    lab.spawn("-m", "prefect", "worker", "start", "--pool", pool, "--name", f"{pool}-worker")
    run = await lab.run(own, seconds=WORK_SECONDS, name=name)
    await lab.until_run(run, "Running", seconds=90)
    return own


async def cannot_end(lab: Lab) -> None:
    """Wait until the run's own log says that its end was refused."""
    wanted = {"flow_run_id": {"any_": [lab.ledger.made.flow_runs[0]]}}

    async def refused() -> bool:
        logs = await lab.rest.post("/logs/filter", {"logs": wanted, "limit": 200})
        return any("Finished in state Running()" in line["message"] for line in logs)

    await lab.until(refused, "the end of the run being refused", 90)


async def crashed(lab: Lab) -> bool:
    """Tell whether the run is Crashed, or gone."""
    run = await lab.rest.get(f"/flow_runs/{lab.ledger.made.flow_runs[0]}", allow=(404,))
    return run is None or run["state_type"] == "CRASHED"
