"""A deployment's limit was removed while a real run held its slot, so the run cannot end."""

from __future__ import annotations

import asyncio
import time

from bot.lab.ending import cannot_end, crashed, run_that_cannot_end
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="deployment-limit-removed-held",
    title="A run cannot end, its limit was removed",
    cause="CL59",
    opening="I removed the concurrency limit of fill-cache/prod and its run is done but stays Running",
    names={"pool": "cache-pool", "deployment": "fill-cache/prod", "holder": "fill-cache-run"},
    twin_of="deployment-full",
    since="3.7.0",
    slow=True,
    untried={0: "its limit is gone, not off: deployment-limit-off-held tries it"},
)
AS_THE_REPLY_SAYS = 360.0


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is removed while a real worker's run works; its end is refused."""
    names = SCENARIO.names
    deployment = await run_that_cannot_end(lab, names["pool"], names["deployment"], names["holder"])
    await lab.rest.patch(f"/deployments/{deployment}", {"concurrency_limit": None})
    await cannot_end(lab)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    running = await lab.run_state(lab.ledger.made.flow_runs[0]) == "Running"
    return running and deployment["global_concurrency_limit"] is None


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it says so, 6 minutes after the process ended."""
    if steps.snippet:
        began = time.monotonic()
        while time.monotonic() - began < AS_THE_REPLY_SAYS:  # noqa: ASYNC110 - a lease passes
            await asyncio.sleep(5)
    return await carry_out(lab, steps)


async def healed(lab: Lab) -> bool:
    """Tell whether the run ended, or is gone."""
    return await crashed(lab)
