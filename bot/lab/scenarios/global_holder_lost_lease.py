"""A holder was frozen longer than its lease; its slot went to the next run, and it works on."""

from __future__ import annotations

import asyncio
import os
import signal

from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_acquired, until_runs, until_taken

SCENARIO = Scenario(
    name="global-holder-lost-lease",
    title="A holder that lost its lease works on",
    cause="CL104",
    opening="The global limit wiki-db is 1 but two runs are inside of it at once",
    twin_of="global-count-set-too-low",
    since="3.7.4",
    slow=True,
    names={"limit": "wiki-db", "flow": "read-wiki"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGSTOP until the lease is taken back, a second run goes in, SIGCONT."""
    names = SCENARIO.names
    await lab.limit(names["limit"])
    pid = await run_flows(lab, "holds", names["flow"], names["limit"], lease=60)
    await until_taken(lab, names["limit"])
    await until_acquired(lab, names["limit"])
    os.killpg(pid, signal.SIGSTOP)
    await until_taken(lab, names["limit"], 0, seconds=180)
    await run_flows(lab, "enters", names["flow"], names["limit"])
    await until_taken(lab, names["limit"], 1)
    os.killpg(pid, signal.SIGCONT)
    await until_runs(lab, names["flow"], ["Running", "Running"])
    await asyncio.sleep(35)  # until a heartbeat tells that the frozen run works again


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    both = await flow_states(lab, SCENARIO.names["flow"]) == ["RUNNING", "RUNNING"]
    return both and await lab.used(SCENARIO.names["limit"]) == 1


async def healed(lab: Lab) -> bool:
    """Whether one of the two is being ended."""
    return sorted(await flow_states(lab, SCENARIO.names["flow"])) != ["RUNNING", "RUNNING"]
