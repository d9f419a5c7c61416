"""Two runs hold one limit each and want the other's."""

from __future__ import annotations

from bot.lab.code_situations import do, end_code, run_again, start
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="global-crossed",
    title="Two runs wait for each other's global limit",
    cause="CL95",
    opening="Both runs of move-stock hang at concurrency('stock-lock'), nothing goes on any more",
    answers={"takes_inside": "other"},
    names={"limit": "stock-lock", "other": "shelf-lock", "flow": "move-stock"},
    twin_of="global-both-busy",
)


async def break_it(lab: Lab) -> None:
    """Make it so: one run takes them in one order, the other in the other."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.limit(names["other"])
    await start(lab, "crossed", names["flow"], names["limit"], other=names["other"])

    async def both() -> bool:
        return await lab.used(names["limit"]) == await lab.used(names["other"]) == 1

    await lab.until(both, "both limits being full")


async def is_real(lab: Lab) -> bool:
    """Whether both runs still hold what the other wants."""
    names = SCENARIO.names
    full = await lab.used(names["limit"]) == await lab.used(names["other"]) == 1
    return full and await flow_states(lab, names["flow"]) == ["RUNNING", "RUNNING"]


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; where it is other code, end the faulty runs first and start the flow again."""
    names = SCENARIO.names
    if steps.snippet:
        await end_code(lab, names["flow"], names["limit"], names["other"])
    said = await do(lab, steps)
    if steps.snippet:
        await run_again(lab, "both_at_once", names["flow"], names["limit"], other=names["other"])
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether both limits are free again because runs went through."""
    names = SCENARIO.names
    done = "COMPLETED" in await flow_states(lab, names["flow"])
    return done and await lab.used(names["limit"]) == await lab.used(names["other"]) == 0
