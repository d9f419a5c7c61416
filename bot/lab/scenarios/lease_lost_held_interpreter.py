"""One call in C code kept Python's interpreter for longer than the lease lived."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import (
    end_holders,
    losses,
    run_disturbed,
    snippet_kept_its_lease,
    start_holder,
    until_lost,
    until_mended_ended,
    until_told_for,
    until_used,
)
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="lease-lost-held-interpreter",
    title="A call in C code kept the interpreter",
    cause="CL43",
    opening="The async flow solve-grid logged 'Concurrency lease renewal failed - slots are no longer "
    "reserved'. Does it block its event loop?",
    names={"limit": "matrix-solver", "flow": "solve-grid", "run": "grid-north"},
    slow=True,
    untried={
        2: "lease-lost-frozen tries it: here no run is ended",
        3: "it is for the lease of a deployment or a tag",
    },
)
NAMES = SCENARIO.names
HELD = 110  # s; the lease of 60 s is over, and the server has taken the slot back
ON_THE_WAY = 15.0  # s; the event of the taken slot could not leave the process before


async def break_it(lab: Lab) -> None:
    """Make it so: two runs hold a slot each, one of them calls C code that does not yield."""
    await lab.limit(NAMES["limit"], slots=2)
    await start_holder(lab, NAMES["flow"], "grid-south", NAMES["limit"])
    await until_used(lab, {NAMES["limit"]: 1})
    disturbed = {"disturbance": "keep_the_interpreter", "seconds": HELD}
    await start_holder(lab, NAMES["flow"], NAMES["run"], NAMES["limit"], place="async_flow", **disturbed)
    await until_used(lab, {NAMES["limit"]: 2})
    await until_lost(lab, NAMES["flow"], 1, HELD + 40)
    await until_told_for(lab, NAMES["flow"], ON_THE_WAY)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: both runs work, one without its slot."""
    states = [run["state_type"] for run in await lab.runs_of(NAMES["flow"])]
    return states == ["RUNNING"] * 2 and await lab.used(NAMES["limit"]) == len(
        await losses(lab, NAMES["flow"])
    )


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Put the reply's snippet in the place of the faulty run, with the same call in it."""
    await end_holders(lab, NAMES["flow"])
    disturbed = {"disturbance": "keep_the_interpreter", "seconds": HELD}
    if "long_call" in (steps.snippet or ""):
        await run_disturbed(lab, steps, "long_call", lease=60, **disturbed)
    else:
        await run_disturbed(lab, steps, "work", **disturbed)
    await until_used(lab, {NAMES["limit"]: 1})
    await until_mended_ended(lab)
    return []


healed = snippet_kept_its_lease
