"""One run works long inside a global limit; nobody else wants it."""

from __future__ import annotations

from bot.lab.code_situations import start, until_held
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-alone",
    title="One run works long inside a global limit",
    cause="CL14",
    opening="My flow close-quarter hangs at concurrency('quarter-lock') for ever, no error and no log line",
    answers={"takes_inside": "none"},
    names={"limit": "quarter-lock", "flow": "close-quarter"},
    twin_of="global-nested",
    untried={1: "nothing waits for a slot here; global-full tries it"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the flow holds the only slot and works."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "holds", names["flow"], names["limit"])
    await until_held(lab, names["limit"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1
