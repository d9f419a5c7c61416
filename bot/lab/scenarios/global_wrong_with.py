"""Sync code uses the async `concurrency`."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, run_again, says, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-wrong-with",
    title="Sync code uses the async concurrency",
    cause="CL57",
    opening="Flow pack-parcels fails with a TypeError at with concurrency('packing-api')",
    twin_of="global-own-error",
    names={"limit": "packing-api", "flow": "pack-parcels"},
    untried={1: "global-wrong-flavour tries it: this code is sync"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: `with` and the import of the async one."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "wrong_with", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await says(lab, SCENARIO.names["flow"], "_AsyncGeneratorContextManager")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again with the right import."""
    said = await do(lab, steps)
    await run_again(lab, "asks_for_many", SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
