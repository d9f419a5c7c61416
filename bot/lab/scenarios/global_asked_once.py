"""Code asks a full limit once, with max_retries=0, and fails."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, run_again, says, start, until_failed, until_held
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-asked-once",
    title="A full limit was asked only once",
    cause="CL97",
    opening="Flow print-labels fails right at its concurrency block instead of waiting for label-printer",
    since="3.7.8",  # before it the run's state does not say why the slot was refused
    names={"limit": "label-printer", "flow": "print-labels"},
    twin_of="global-lease-refused",
)
HOLDER = "print-invoices"


async def break_it(lab: Lab) -> None:
    """Make it so: one flow holds the slot, the other asks for it once."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "holds_until_signal", HOLDER, names["limit"])
    await until_held(lab, names["limit"])
    await start(lab, "never_asks_again", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await says(lab, SCENARIO.names["flow"], "423 Locked")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says: a wait ends when the holder does; a run that skips completes while it works."""
    waits = steps.snippet is not None and "timeout_seconds" in steps.snippet
    if waits:
        lab.signal_file.touch()
    said = await do(lab, steps)
    kind = "asks_for_many" if waits else "skips"
    await run_again(lab, kind, SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run ended well."""
    return await completed(lab, SCENARIO.names["flow"])
