"""A tag's limit is zero: its tasks stay Pending for ever and their flow fails."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, refused, run_again, start, until_failed
from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-limit-zero",
    title="A tag's limit is zero",
    cause="CL33",
    opening="Flow refresh-marts fails and its task tagged mart-write stays Pending for ever",
    names={"tag": "mart-write", "flow": "refresh-marts"},
    twin_of="tag-full",
    untried={0: "it is for those without a connection"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the limit is created without a slot."""
    limit = f"tag:{SCENARIO.names['tag']}"
    await lab.limit(limit, 0)
    await start(lab, "tagged_once", SCENARIO.names["flow"], limit)
    await until_failed(lab, SCENARIO.names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tasks = await lab.task_runs_of(SCENARIO.names["flow"])
    left = [task["state_type"] for task in tasks] == ["PENDING"]
    return left and await refused(lab, SCENARIO.names["flow"], "Slots requested is greater than the limit")


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says and start the flow again."""
    said = await do(lab, steps)
    await run_again(lab, "tagged_once", SCENARIO.names["flow"], f"tag:{SCENARIO.names['tag']}")
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether a run got its slot."""
    return await completed(lab, SCENARIO.names["flow"])
