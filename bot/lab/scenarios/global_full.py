"""A run waits inside `concurrency()` for a slot that another live run holds."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.situations import second_run_waits

SCENARIO = Scenario(
    name="global-full",
    title="A global limit is full",
    cause="CL14",
    opening="My flow is Running but does nothing, it stops at with concurrency('payments-api')",
    names={"limit": "payments-api", "flow": "charge-cards"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs want one slot; the first keeps it."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.flows("one_holds_one_waits", names["flow"], names["limit"])
    await second_run_waits(lab, names["flow"], names["limit"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["RUNNING", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1
