"""A rate limit's slots are used up and come back one in a quarter of an hour."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="rate-limit-used-up",
    title="A rate limit is used up",
    cause="CL15",
    opening="Our code waits for ever in rate_limit('weather-api'), the limit shows 3 of 3 slots",
    names={"limit": "weather-api"},
    untried={1: "its slots come back slowly; the same command with another number"},
)
SLOTS = 3
PAUSE = 3  # s; on older servers each refused call lets the slots begin anew to come back


async def break_it(lab: Lab) -> None:
    """Make it so: all slots are taken, as three calls of `rate_limit()` take them."""
    name = SCENARIO.names["limit"]
    await lab.limit(name, SLOTS)
    await lab.rest.patch(f"/v2/concurrency_limits/{name}", {"slot_decay_per_second": 0.001})
    taken = {"names": [name], "slots": SLOTS, "mode": "rate_limit"}
    await lab.rest.post("/v2/concurrency_limits/increment", taken)


async def healed(lab: Lab) -> bool:
    """Tell whether a call gets its slot; older servers count anew only when asked for one."""
    await asyncio.sleep(PAUSE)
    one = {"names": [SCENARIO.names["limit"]], "slots": 1, "mode": "rate_limit"}
    return bool(await lab.rest.call("POST", "/v2/concurrency_limits/increment", one, (423,)))


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    return bool(limit["active_slots"] == limit["limit"] and limit["slot_decay_per_second"])
