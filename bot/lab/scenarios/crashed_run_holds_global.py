"""A flow's process was killed inside `concurrency()`; its run is Crashed and its slot still counted."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.situations import second_run_waits
from bot.lab.slots import until_acquired

SCENARIO = Scenario(
    name="crashed-run-holds-global",
    title="A crashed run's global slot frees itself",
    cause="CL26",
    opening=(
        "export-ledger ran out of memory and crashed, the next one waits for the concurrency limit ledger-db"
    ),
    twin_of="global-leak",
    since="3.4.10",  # before it concurrency() takes no lease, so nothing frees such a slot
    names={"limit": "ledger-db", "flow": "export-ledger"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL inside the limit, Crashed as a worker reports it, and a second run that waits."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await lab.flows("one_holds", names["flow"], names["limit"])

    async def held() -> bool:
        return await lab.used(names["limit"]) == 1

    await lab.until(held, "a run holding the limit")
    await until_acquired(lab, names["limit"])
    lab.kill_processes()
    (lost,) = await lab.runs_of(names["flow"])
    if await lab.move(lost["id"], "CRASHED") != "ACCEPT":
        raise LabFailed(f"{SCENARIO.name}: the killed run could not be marked as Crashed")
    await lab.flows("one_waits", names["flow"], names["limit"])
    await second_run_waits(lab, names["flow"], names["limit"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["CRASHED", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1
