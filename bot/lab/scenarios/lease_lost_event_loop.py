"""An async flow on Prefect 3.7.0 blocked the event loop on which that release renews the lease."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.lease_situations import (
    end_holders,
    losses,
    run_disturbed,
    snippet_kept_its_lease,
    start_holder,
    until_lost,
    until_mended_ended,
    until_used,
)
from bot.lab.releases import installed
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="lease-lost-event-loop",
    title="An old client's event loop was blocked",
    cause="CL44",
    opening="The async flow sum-ledger logged 'Concurrency lease renewal failed - slots are no longer "
    "reserved'. Does it block its event loop?",
    names={"limit": "ledger-reader", "flow": "sum-ledger", "run": "sum-2025"},
    client="3.7.0",
    twin_of="lease-lost-held-interpreter",
    slow=True,
    untried={2: "it is for the lease of a deployment's limit"},
)
NAMES = SCENARIO.names
BLOCKED = 85  # s; the lease of 60 s is over, and the server has taken the slot back


async def old_python() -> str:
    """Return the Python of the old release; it is installed first where it is not."""
    return (await asyncio.to_thread(installed, SCENARIO.client)).python


async def break_it(lab: Lab) -> None:
    """Make it so: two runs hold a slot each, the one on the old release sleeps without yielding."""
    old = await old_python()
    await lab.limit(NAMES["limit"], slots=2)
    await start_holder(lab, NAMES["flow"], "sum-2024", NAMES["limit"])
    await until_used(lab, {NAMES["limit"]: 1})
    disturbed = {"disturbance": "block", "seconds": BLOCKED, "python": old}
    await start_holder(lab, NAMES["flow"], NAMES["run"], NAMES["limit"], place="async_flow", **disturbed)
    await until_used(lab, {NAMES["limit"]: 2})
    await until_lost(lab, NAMES["flow"], 1, BLOCKED + 40)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: both runs work, one without its slot."""
    states = [run["state_type"] for run in await lab.runs_of(NAMES["flow"])]
    return states == ["RUNNING"] * 2 and await lab.used(NAMES["limit"]) == len(
        await losses(lab, NAMES["flow"])
    )


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Put the reply's snippet in the place of the faulty run, on the old release and with the same call."""
    await end_holders(lab, NAMES["flow"])
    disturbed = {"disturbance": "block", "seconds": BLOCKED, "lease": 60}
    await run_disturbed(lab, steps, "blocking_call", python=await old_python(), **disturbed)
    await until_used(lab, {NAMES["limit"]: 1})
    await until_mended_ended(lab)
    return []


healed = snippet_kept_its_lease
