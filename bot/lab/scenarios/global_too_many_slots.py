"""Code asks for more slots than its limit has."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, refused, run_again, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-too-many-slots",
    title="More slots asked for than the limit has",
    cause="CL52",
    opening="Flow reindex-shards crashes at once at concurrency('index-shards', occupy=3)",
    names={"limit": "index-shards", "flow": "reindex-shards"},
    twin_of="global-limit-zero",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit has two slots, the code wants three."""
    names = SCENARIO.names
    await lab.limit(names["limit"], 2)
    await start(lab, "asks_for_many", names["flow"], names["limit"], slots=3)
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await refused(lab, SCENARIO.names["flow"], "Slots requested is greater than the limit")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again, asking for less where that is the fix."""
    said = await do(lab, steps)
    slots = 1 if steps.snippet else 3
    await run_again(lab, "asks_for_many", SCENARIO.names["flow"], SCENARIO.names["limit"], slots=slots)
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slots."""
    return await completed(lab, SCENARIO.names["flow"])
