"""A global limit is zero, so the code that asks for a slot fails."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-limit-zero",
    title="A global limit is zero",
    cause="CL33",
    opening="We set the limit smtp-relay to 0 to pause it, now all crash at concurrency('smtp-relay')",
    names={"limit": "smtp-relay"},
    untried={0: "it is for those without a connection"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is created with one slot and then set to none."""
    name = SCENARIO.names["limit"]
    await lab.limit(name)
    await lab.rest.patch(f"/v2/concurrency_limits/{name}", {"limit": 0})


async def healed(lab: Lab) -> bool:
    """Tell whether the limit has a slot again."""
    limit = await lab.rest.get(f"/v2/concurrency_limits/{SCENARIO.names['limit']}", allow=(404,))
    return limit is not None and limit["limit"] > 0


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return bool(limit["active"]) and limit["limit"] == 0
