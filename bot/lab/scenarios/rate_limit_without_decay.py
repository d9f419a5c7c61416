"""Code calls `rate_limit()` on a limit that has no decay."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, refused, run_again, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="rate-limit-without-decay",
    title="A rate limit has no decay",
    cause="CL53",
    opening="Our flow poll-tracker fails at rate_limit('tracker-api'), we allow 30 calls per minute",
    names={"limit": "tracker-api", "flow": "poll-tracker"},
    twin_of="rate-limit-used-up",
)


async def break_it(lab: Lab) -> None:
    """Make it so: a plain limit, and code that wants it to decay."""
    names = SCENARIO.names
    await lab.limit(names["limit"], 3)
    await start(lab, "paced", names["flow"], names["limit"])
    await until_failed(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await refused(lab, SCENARIO.names["flow"], "Only concurrency limits with slot decay")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again, as a lock where that is the fix."""
    said = await do(lab, steps)
    kind = "asks_for_many" if steps.snippet else "paced"
    await run_again(lab, kind, SCENARIO.names["flow"], SCENARIO.names["limit"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
