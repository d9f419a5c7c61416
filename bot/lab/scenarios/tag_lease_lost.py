"""A task's process was suspended longer than the lease of its tag; it works on, and no log says a word."""

from __future__ import annotations

import asyncio
import os
import signal

from bot.lab.lab import Lab
from bot.lab.lease_situations import losses, start_holder, until_used
from bot.lab.looks import tag_holders
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-lease-lost",
    title="A task lost its tag's lease without a word",
    cause="CL104",
    opening="Two tasks with the tag fax-line run at the same time, its limit is 1",
    names={"tag": "fax-line", "flow": "send-faxes"},
    twin_of="tag-count-set-too-low",
    since="3.7.4",
    slow=True,
)
NAMES = SCENARIO.names
LIMIT = f"tag:{NAMES['tag']}"
BEATS = 35  # s; within that a heartbeat tells that the suspended run works again


async def break_it(lab: Lab) -> None:
    """Make it so: the holder is stopped until its slot is taken back and another task has it."""
    await lab.limit(LIMIT)
    pid = await start_holder(lab, NAMES["flow"], "faxes-north", LIMIT, place="tag")
    await until_used(lab, {LIMIT: 1})
    os.kill(pid, signal.SIGSTOP)
    try:
        await until_used(lab, {LIMIT: 0}, 120)
        await start_holder(lab, NAMES["flow"], "faxes-south", LIMIT, place="tag")
        await until_used(lab, {LIMIT: 1})
    finally:
        os.kill(pid, signal.SIGCONT)
    await asyncio.sleep(BEATS)


async def is_real(lab: Lab) -> bool:
    """Whether two tasks run on one slot, and the logs say nothing of a lease."""
    tasks = [task["state_type"] for task in await lab.task_runs_of(NAMES["flow"])]
    one = await lab.used(LIMIT) == len(await tag_holders(lab, NAMES["tag"])) == 1
    return tasks == ["RUNNING", "RUNNING"] and one and not await losses(lab, NAMES["flow"])


async def healed(lab: Lab) -> bool:
    """Whether one of the two runs is being ended."""
    return [run["state_type"] for run in await lab.runs_of(NAMES["flow"])].count("RUNNING") == 1
