"""A run waits for a full global limit until the flow's own timeout ends it."""

from __future__ import annotations

from bot.lab.code_situations import says, start, until_failed, until_held
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-full-flow-timeout",
    title="A flow's own timeout ended a wait",
    cause="CL14",
    opening="Flow post-orders ends as TimedOut at its concurrency('orders-db'), what holds that limit?",
    names={"limit": "orders-db", "flow": "post-orders"},
    twin_of="global-wait-timed-out",
    untried={1: "global-full tries it"},
)
HOLDER = "import-orders"


async def break_it(lab: Lab) -> None:
    """Make it so: one flow holds the slot, the other's own timeout runs out while it waits."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "holds_until_signal", HOLDER, names["limit"])
    await until_held(lab, names["limit"])
    await start(lab, "out_of_time", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    full = await lab.used(SCENARIO.names["limit"]) == 1
    return full and await says(lab, SCENARIO.names["flow"], "exceeded timeout of")
