"""Code names a limit that does not exist, so nothing is limited."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="limit-missing",
    title="The named limit does not exist",
    cause="CL35",
    opening="concurrency('search-index') seems to do nothing, all my runs go at once",
    untried={1: "limit-name-of-a-tag tries it: here no tag bears the name"},
    names={"limit": "search-index", "flow": "rebuild-index"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs ask for a limit that nobody made; their logs warn of it."""
    names = SCENARIO.names
    await lab.flows("two_inside", names["flow"], names["limit"])

    async def warned() -> bool:
        logs = await lab.rest.post("/logs/filter", {"logs": {"level": {"ge_": 30}}, "sort": "TIMESTAMP_DESC"})
        runs = {run["id"] for run in await lab.runs_of(names["flow"])}
        return any(log["flow_run_id"] in runs and names["limit"] in log["message"] for log in logs)

    await lab.until(warned, "the warning in the run's log")
    lab.expect_limit(names["limit"])


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Run the commands; new code stands in place of the old, must fail without its limit and run with it."""
    if not steps.snippet:
        return await carry_out(lab, steps)
    lab.kill_processes()
    try:
        await run_as_new_code(lab, steps)
    except LabFailed as failed:
        if "must be created before acquiring slots" not in str(failed):
            raise
        await lab.rest.post("/v2/concurrency_limits/", {"name": SCENARIO.names["limit"], "limit": 1})
        return [str(failed), *await run_as_new_code(lab, steps)]
    raise LabFailed("the new code went on without its limit")


async def healed(lab: Lab) -> bool:
    """Tell whether the limit exists and is on."""
    limit = await lab.rest.get(f"/v2/concurrency_limits/{SCENARIO.names['limit']}", allow=(404,))
    return limit is not None and limit["active"]


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    path = f"/v2/concurrency_limits/{SCENARIO.names['limit']}"
    return await lab.rest.get(path, allow=(404,)) is None
