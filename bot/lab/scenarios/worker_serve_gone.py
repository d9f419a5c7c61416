"""Runs of a served deployment are Late because the process that serves it was ended."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import LATE, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.serving import serve, serve_anew, served_run
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="worker-serve-gone",
    title="No process serves the deployment",
    cause="CL79",
    opening="sync-prices/laptop has no work pool and no limit, yet all its runs stay Late",
    names={"flow": "sync-prices", "deployment": "sync-prices/laptop"},
    twin_of="worker-serve-full",
    slow=True,
    in_words=frozenset({0}),
    untried={1: "it is for a deployment whose work pool was deleted; here the process is gone"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: a real serve() process is killed, and the server notices after a minute without a poll."""
    deployment = await serve(lab, SCENARIO.names["deployment"], limit=1)
    lab.kill_processes()
    run = await served_run(lab, deployment, "prices-waiting")
    await lab.until_run(run, "Late")
    await lab.waits(run)

    async def gone() -> bool:
        return bool((await lab.rest.get(f"/deployments/{deployment}"))["status"] == "NOT_READY")

    await lab.until(gone, "the server noticing that nobody serves", 120)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    return deployment["status"] == "NOT_READY" and not lab.living() and await waiting_states(lab) == LATE


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Serve as before."""
    return await serve_anew(lab, steps, SCENARIO.names["deployment"], limit=1)
