"""Code asks for a lease shorter than the server gives."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, run_again, says, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-lease-refused",
    title="A lease too short is refused",
    cause="CL96",
    opening="Flow sync-badges fails right at its concurrency block, the limit badge-printer is free",
    since="3.7.8",  # before it the run's state does not say why the slot was refused
    names={"limit": "badge-printer", "flow": "sync-badges"},
    twin_of="global-asked-once",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the code wants a lease of 30 s."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await start(lab, "short_lease", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await says(lab, SCENARIO.names["flow"], "lease_duration")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again with the lease left as it is by default."""
    said = await do(lab, steps)
    await run_again(lab, "asks_for_many", SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
