"""A global limit was lowered below what runs: nothing is stopped, nothing new begins."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_acquired, until_taken

SCENARIO = Scenario(
    name="global-limit-lowered",
    title="A global limit was lowered below what runs",
    cause="CL106",
    opening="The global limit film-api is 1 but two runs are inside of it",
    twin_of="global-count-set-too-low",
    names={"limit": "film-api", "flow": "read-films"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs are inside, then the limit is lowered to one."""
    names = SCENARIO.names
    await lab.limit(names["limit"], slots=2)
    await run_flows(lab, "both_hold", names["flow"], names["limit"])
    await until_taken(lab, names["limit"], 2)
    await until_acquired(lab, names["limit"], 2)
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"limit": 1})


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return (limit["active_slots"], limit["limit"]) == (2, 1)
