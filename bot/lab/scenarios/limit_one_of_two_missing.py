"""Of two names in `concurrency([...])` one is misspelt: no warning, and only the other limits."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_runs, until_taken

SCENARIO = Scenario(
    name="limit-one-of-two-missing",
    title="One of several limits does not exist",
    cause="CL35",
    opening="concurrency(['atlas-api', 'atlas-bd']) is in both flows, but they are inside at the same time",
    twin_of="limit-inactive",
    untried={
        1: "limit-name-of-a-tag tries it: here no tag bears the name",
        3: "limit-missing tries it",
    },
    names={"limit": "atlas-api", "missing": "atlas-bd", "flow": "read-atlas"},
)
MISSPELT = SCENARIO.names["missing"]


async def break_it(lab: Lab) -> None:
    """Make it so: two runs hold the wide limit that exists; the narrow one was never made."""
    names = SCENARIO.names
    await lab.limit(names["limit"], slots=5)
    await run_flows(lab, "both_hold", names["flow"], names["limit"], also=MISSPELT)
    await until_runs(lab, names["flow"], ["Running", "Running"])
    await until_taken(lab, names["limit"], 2)
    lab.expect_limit(MISSPELT)


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    both = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING", "RUNNING"]
    return both and not await healed(lab)


async def healed(lab: Lab) -> bool:
    """Whether the second limit exists."""
    return await lab.rest.get(f"/v2/concurrency_limits/{MISSPELT}", allow=(404,)) is not None
