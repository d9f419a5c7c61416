"""A deployment's limit was switched off while a real run held its slot, so the run cannot end."""

from __future__ import annotations

from bot.lab.ending import cannot_end, crashed, run_that_cannot_end
from bot.lab.lab import Lab
from bot.lab.looks import deployment_limit
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-limit-off-held",
    title="A run cannot end, its limit was switched off",
    cause="CL59",
    opening="I disabled the concurrency limit of thin-logs/prod and its run is done but stays Running",
    names={"pool": "logs-pool", "deployment": "thin-logs/prod", "holder": "thin-logs-run"},
    twin_of="deployment-limit-disabled",
    since="3.7.0",
    slow=True,
    untried={
        1: "its limit is off, not gone: deployment-limit-removed-held tries it",
        2: "its limit is off, not gone: deployment-limit-removed-held tries it",
    },
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is switched off while a real worker's run works; its end is refused."""
    names = SCENARIO.names
    deployment = await run_that_cannot_end(lab, names["pool"], names["deployment"], names["holder"])
    await lab.rest.patch(f"/v2/concurrency_limits/deployment:{deployment}", {"active": False})
    await cannot_end(lab)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    running = await lab.run_state(lab.ledger.made.flow_runs[0]) == "Running"
    return running and not (await deployment_limit(lab))["active"]


async def healed(lab: Lab) -> bool:
    """Tell whether the run ended and its slot is free."""
    return await crashed(lab) and (await deployment_limit(lab))["active_slots"] == 0
