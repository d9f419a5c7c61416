"""A run was killed, and the server forgot its lease in a restart: the slot stays counted for ever."""

from __future__ import annotations

import asyncio

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.rest import LabFailed
from bot.lab.restart import restart_server
from bot.lab.scenario import Scenario
from bot.lab.slots import remember_waiting, run_called, run_flows, until_taken

LONGER_THAN_A_LEASE = (
    350  # s; the default lease is 300 s, the server's round 15 s, a busy server takes longer
)
SCENARIO = Scenario(
    name="killed-run-lease-lost-global",
    title="A killed run's slot whose lease was lost in a restart",
    cause="CL24",
    opening="export-costs crashed and the server was restarted, since then cost-db is taken for ever",
    twin_of="crashed-run-holds-global",
    untried={0: "it is for the limits of deployments"},
    server={},
    slow=True,
    names={"limit": "cost-db", "flow": "export-costs"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGKILL inside of the limit, a restart with leases in memory, and time for any lease."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    await run_flows(lab, "holds", names["flow"], names["limit"])
    await until_taken(lab, names["limit"])
    await asyncio.sleep(5)  # Prefect stores the event of the slot some seconds later
    lab.kill_processes()
    await restart_server(lab)
    if await lab.move(await run_called(lab, names["flow"], "first"), "CRASHED") != "ACCEPT":
        raise LabFailed(f"{SCENARIO.name}: the killed run could not be marked as Crashed")
    await asyncio.sleep(LONGER_THAN_A_LEASE)
    await run_flows(lab, "waits", names["flow"], names["limit"])
    await remember_waiting(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    states = await flow_states(lab, SCENARIO.names["flow"])
    return states == ["CRASHED", "RUNNING"] and await lab.used(SCENARIO.names["limit"]) == 1
