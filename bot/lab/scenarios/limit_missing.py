"""Code names a limit that does not exist, so nothing is limited."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="limit-missing",
    title="The named limit does not exist",
    cause="CL35",
    opening="concurrency('search-index') seems to do nothing, all my runs go at once",
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


async def healed(lab: Lab) -> bool:
    """Tell whether the limit exists and is on."""
    limit = await lab.rest.get(f"/v2/concurrency_limits/{SCENARIO.names['limit']}", allow=(404,))
    return limit is not None and limit["active"]


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    path = f"/v2/concurrency_limits/{SCENARIO.names['limit']}"
    return await lab.rest.get(path, allow=(404,)) is None
