"""Async code uses the sync `concurrency`."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, run_again, says, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-wrong-flavour",
    title="Async code uses the sync concurrency",
    cause="CL57",
    opening="Flow ship-parcels fails with a TypeError at async with concurrency('parcel-api')",
    names={"limit": "parcel-api", "flow": "ship-parcels"},
    twin_of="global-own-error",
    untried={0: "global-wrong-with tries it: this code is async"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: `async with` and the import of the sync one."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "wrong_flavour", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await says(lab, SCENARIO.names["flow"], "_GeneratorContextManager")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again with the right import."""
    said = await do(lab, steps)
    await run_again(lab, "right_flavour", SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
