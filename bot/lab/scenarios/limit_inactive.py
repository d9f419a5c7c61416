"""A global limit is off, so nothing is limited."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="limit-inactive",
    title="A limit is switched off",
    cause="CL34",
    opening="I set the vendor-api limit to 1 but two runs are inside it at the same time",
    twin_of="limit-never-entered",
    untried={0: "limit-off-with-count tries it: here the count is right"},
    names={"limit": "vendor-api", "flow": "pull-vendor"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is off; two runs are inside at once."""
    names = SCENARIO.names
    await lab.limit(names["limit"], active=False)
    await lab.flows("two_inside", names["flow"], names["limit"])

    async def both() -> bool:
        runs = await lab.runs_of(names["flow"])
        return [run["state_type"] for run in runs] == ["RUNNING", "RUNNING"]

    await lab.until(both, "two runs inside at once")


async def healed(lab: Lab) -> bool:
    """Tell whether the limit exists and is on."""
    limit = await lab.rest.get(f"/v2/concurrency_limits/{SCENARIO.names['limit']}", allow=(404,))
    return limit is not None and limit["active"]


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return not limit["active"] and limit["active_slots"] == 0
