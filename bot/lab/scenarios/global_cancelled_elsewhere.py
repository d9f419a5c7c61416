"""A run that held a slot was cancelled by its own code; its state says what a lost lease would say."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import losses, start_holder
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-cancelled-elsewhere",
    title="Cancelled by its own code, not by a limit",
    cause="CL92",
    opening="close-ledger crashed: 'Execution was cancelled by the runtime environment.' It holds the limit "
    "ledger-gate. Was that the reason?",
    since="3.4.10",  # before it code cannot ask for a lease
    names={"limit": "ledger-gate", "flow": "close-gate", "run": "close-ledger"},
    twin_of="lease-lost-frozen",
)
NAMES = SCENARIO.names


async def break_it(lab: Lab) -> None:
    """Make it so: the code inside of `concurrency()` cancels itself."""
    await lab.limit(NAMES["limit"])
    await start_holder(lab, NAMES["flow"], NAMES["run"], NAMES["limit"], place="cancelled_flow", strict=True)

    async def crashed() -> bool:
        return [run["state_type"] for run in await lab.runs_of(NAMES["flow"])] == ["CRASHED"]

    await lab.until(crashed, "the run crashing", 60)


async def is_real(lab: Lab) -> bool:
    """Whether the run ended with that message, gave its slot back and lost no lease."""
    told = [run["state"]["message"] for run in await lab.runs_of(NAMES["flow"])]
    cancelled = told == ["Execution was cancelled by the runtime environment."]
    return cancelled and await lab.used(NAMES["limit"]) == 0 and not await losses(lab, NAMES["flow"])
