"""A task was frozen longer than its lease; its slot went to the next task, and it works on without a word."""

from __future__ import annotations

import asyncio
import os
import signal

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario
from bot.lab.slots import run_flows, until_taken, until_tasks

SCENARIO = Scenario(
    name="tag-holder-lost-lease",
    title="A task that lost its lease works on",
    cause="CL104",
    opening="The tag limit wiki-write is 1 but two tasks with it run at once",
    twin_of="tag-count-set-too-low",
    since="3.7.4",
    slow=True,
    names={"tag": "wiki-write", "flow": "write-wiki"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: SIGSTOP until the lease is taken back, a second task begins, SIGCONT."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    pid = await run_flows(lab, "tag_holds", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running"])
    await until_taken(lab, limit)
    os.killpg(pid, signal.SIGSTOP)
    await until_taken(lab, limit, 0, seconds=180)
    await run_flows(lab, "tag_holds", names["flow"], limit)
    await until_tasks(lab, names["flow"], ["Running", "Running"])
    os.killpg(pid, signal.SIGCONT)
    await asyncio.sleep(35)  # until a heartbeat tells that the frozen run works again


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    running = [
        task for task in await lab.task_runs_of(SCENARIO.names["flow"]) if task["state_type"] == "RUNNING"
    ]
    tag = SCENARIO.names["tag"]
    return len(running) == 2 and await lab.used(f"tag:{tag}") == len(await tag_holders(lab, tag)) == 1


async def healed(lab: Lab) -> bool:
    """Whether one of the two is being ended."""
    states = [run["state_type"] for run in await lab.runs_of(SCENARIO.names["flow"])]
    return sorted(states) == ["CANCELLING", "RUNNING"]
