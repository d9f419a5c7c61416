"""A flow's own TypeError inside its concurrency block: no limit is at fault."""

from __future__ import annotations

from bot.lab.code_situations import says, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-own-error",
    title="A flow's own error inside a global limit",
    cause=None,
    opening="Flow weigh-parcels fails with a TypeError at async with concurrency('scales-api')",
    names={"limit": "scales-api", "flow": "weigh-parcels"},
    twin_of="global-wrong-flavour",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the slot is taken and given back, the work fails."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "own_error", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    return await says(lab, SCENARIO.names["flow"], "can only concatenate str")
