"""A run waits for a full global limit with `timeout_seconds` and fails."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, run_again, says, start, until_failed, until_held
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-wait-timed-out",
    title="A wait for a global limit timed out",
    cause="CL51",
    opening="Flow post-invoices ends as TimedOut, though the flow has no timeout at all",
    names={"limit": "invoice-db", "flow": "post-invoices"},
    twin_of="global-full-flow-timeout",
)
HOLDER = "import-invoices"


async def break_it(lab: Lab) -> None:
    """Make it so: one flow holds the slot, the other gives up after two seconds."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "holds_until_signal", HOLDER, names["limit"])
    await until_held(lab, names["limit"])
    await start(lab, "impatient", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    full = await lab.used(SCENARIO.names["limit"]) == 1
    return full and await says(lab, SCENARIO.names["flow"], "AcquireConcurrencySlotTimeoutError")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; a longer wait ends when the holder does, and the run is started again."""
    if steps.snippet:
        lab.signal_file.touch()
    said = await do(lab, steps)
    await run_again(lab, "impatient", SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
