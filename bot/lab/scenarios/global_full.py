"""A run waits inside `concurrency()` for a slot that another live run holds."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="global-full",
    title="A global limit is full",
    cause="CL14",
    opening="My flow is Running but does nothing, it stops at with concurrency('payments-api')",
    names={"limit": "payments-api", "flow": "charge-cards"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs want one slot; the first keeps it."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.flows("one_holds_one_waits", names["flow"], names["limit"])

    async def waiting() -> bool:
        runs = {run["name"]: run["state_type"] for run in await lab.runs_of(names["flow"])}
        return runs.get("second") == "RUNNING" and await lab.used(names["limit"]) == 1

    await lab.until(waiting, "a second run waiting for the limit")
    runs = await lab.runs_of(names["flow"])
    await lab.waits(*(run["id"] for run in runs if run["name"] == "second"))
