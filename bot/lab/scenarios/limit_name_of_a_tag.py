"""Code names a tag in `concurrency()`: only the tag's own limit exists."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.slots import run_as_new_code, run_flows, until_runs, was_acquired
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="limit-name-of-a-tag",
    title="concurrency() is given the name of a tag",
    cause="CL35",
    opening="I made a limit of 1 for vault-api and use concurrency('vault-api'), but all my runs go at once",
    twin_of="limit-never-entered",
    untried={3: "limit-missing tries it: here the name is a tag's"},
    since="3.4.19",
    names={"tag": "vault-api", "flow": "open-vault"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: two runs are inside a limit that only a tag has."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await run_flows(lab, "both_hold", names["flow"], names["tag"])
    await until_runs(lab, names["flow"], ["Running", "Running"])
    lab.expect_limit(names["tag"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    return await lab.used(f"tag:{tag}") == 0 and not await exists(lab)


async def exists(lab: Lab) -> bool:
    """Whether a global limit of that name exists."""
    path = f"/v2/concurrency_limits/{SCENARIO.names['tag']}"
    return await lab.rest.get(path, allow=(404,)) is not None


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Run the commands, or the reply's code in place of the code with the wrong name."""
    if steps.commands:
        return await carry_out(lab, steps)
    if not steps.snippet:
        raise LabFailed("nothing to run")
    lab.kill_processes()
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether the limit exists now, or the tag's own was used."""
    return await exists(lab) or await was_acquired(lab, f"tag:{SCENARIO.names['tag']}")
