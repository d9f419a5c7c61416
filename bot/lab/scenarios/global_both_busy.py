"""Two runs work, each inside a limit of its own; a third waits for one of them."""

from __future__ import annotations

from bot.lab.code_situations import start
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-both-busy",
    title="Two runs work inside a limit each",
    cause="CL14",
    opening="Both runs of count-shelves hang at concurrency('count-lock'), nothing goes on any more",
    answers={"takes_inside": "none"},
    names={"limit": "count-lock", "other": "aisle-lock", "flow": "count-shelves"},
    twin_of="global-crossed",
    untried={1: "nothing waits for a slot here; global-full tries it"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: each run holds its own limit and works."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.limit(names["other"])
    await start(lab, "crossed_but_busy", names["flow"], names["limit"], other=names["other"])

    async def both() -> bool:
        return await lab.used(names["limit"]) == await lab.used(names["other"]) == 1

    await lab.until(both, "both limits being full")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    return await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING", "RUNNING"]
