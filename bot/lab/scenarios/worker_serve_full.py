"""Runs of a served deployment are Late because the process runs as many as serve(limit=1) allows."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, left_lying, live_runs, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.serving import serve, serve_anew, served_run
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="worker-serve-full",
    title="serve(limit=1) is full",
    cause="CL78",
    opening="sync-stock/laptop has no work pool and no limit, one run is going and all others stay Late",
    names={"flow": "sync-stock", "deployment": "sync-stock/laptop", "holder": "stock-holder"},
    slow=True,
    in_words=frozenset({0}),
)


async def break_it(lab: Lab) -> None:
    """Make it so: a real serve() process has one place, and a long run takes it."""
    deployment = await serve(lab, SCENARIO.names["deployment"], limit=1)
    holder = await served_run(lab, deployment, SCENARIO.names["holder"])
    await lab.until_run(holder, "Running")
    run = await served_run(lab, deployment, "stock-waiting")
    await left_lying(lab, run)
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    served = deployment["status"] == "READY" and deployment["work_pool_name"] is None
    return served and len(await live_runs(lab)) == 1 and await waiting_states(lab) == LATE


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Serve with a limit that is one more."""
    return await serve_anew(lab, steps, SCENARIO.names["deployment"], limit=2)
