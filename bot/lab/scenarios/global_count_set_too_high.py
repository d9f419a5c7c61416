"""Somebody set a global limit's count by hand, and nothing holds that slot."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states, limit_of
from bot.lab.scenario import Scenario
from bot.lab.slots import remember_waiting, run_flows

SCENARIO = Scenario(
    name="global-count-set-too-high",
    title="A global limit's count was set too high by hand",
    cause="CL22",
    opening="tax-office shows 1 active slot but nothing is running, everything waits",
    twin_of="global-leak",
    since="3.7.4",
    names={"limit": "tax-office", "flow": "file-taxes"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the count is set to one while nothing runs; the next run waits for ever."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.rest.patch(f"/v2/concurrency_limits/{names['limit']}", {"active_slots": 1})
    await run_flows(lab, "waits", names["flow"], names["limit"])
    await remember_waiting(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    waits = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING"]
    return waits and limit["active_slots"] == limit["limit"] == 1
