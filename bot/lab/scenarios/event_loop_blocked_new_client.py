"""An async flow on today's release blocks its event loop for longer than its lease, and keeps its slot."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.lease_situations import losses, start_holder, until_used
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="event-loop-blocked-new-client",
    title="A blocked event loop loses no lease",
    cause=None,
    opening="The async flow sum-invoices blocks its event loop for minutes. Was a concurrency lease lost?",
    names={"limit": "invoice-reader", "flow": "sum-invoices", "run": "sum-2026"},
    twin_of="lease-lost-event-loop",
    since="3.7.1",
    slow=True,
)
NAMES = SCENARIO.names
BLOCKED = 85  # s; longer than the lease and the server's round that takes back slots


async def break_it(lab: Lab) -> None:
    """Make it so: a run with a lease of 60 s sleeps without yielding."""
    await lab.limit(NAMES["limit"])
    disturbed = {"disturbance": "block", "seconds": BLOCKED}
    await start_holder(lab, NAMES["flow"], NAMES["run"], NAMES["limit"], place="async_flow", **disturbed)
    await until_used(lab, {NAMES["limit"]: 1})
    await asyncio.sleep(BLOCKED)


async def is_real(lab: Lab) -> bool:
    """Whether the run still holds its slot, and no lease was lost."""
    return await lab.used(NAMES["limit"]) == 1 and not await losses(lab, NAMES["flow"])
