"""A limit was switched off under its holder: it limits nothing, and its count stayed too high."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_runs, until_taken

SCENARIO = Scenario(
    name="limit-off-with-count",
    title="A limit is switched off and its count is left behind",
    cause="CL34",
    opening="More than one run is inside of our limit wage-api of 1",
    untried={1: "limit-inactive tries it: here the count has to be set as well"},
    twin_of="global-leak",
    names={"limit": "wage-api", "flow": "pay-wages"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is off when its holder ends; then two runs are inside at once."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await run_flows(lab, "holds_until_signal", names["flow"], names["limit"])
    await until_taken(lab, names["limit"])
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"active": False})
    lab.signal_file.touch()
    await until_runs(lab, names["flow"], ["Completed"])
    await run_flows(lab, "both_hold", names["flow"], names["limit"])
    await until_runs(lab, names["flow"], ["Completed", "Running", "Running"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return not limit["active"] and limit["active_slots"] == 1


async def healed(lab: Lab) -> bool:
    """Whether the limit is on and its count is right."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return (limit["active"], limit["active_slots"]) == (True, 0)
