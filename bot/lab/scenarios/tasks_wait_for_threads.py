"""A flow has more tasks than its task runner has threads; no limit is in the way."""

from __future__ import annotations

from bot.lab.code_situations import completed, do, start
from bot.lab.lab import Lab
from bot.lab.looks import flow_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tasks-wait-for-threads",
    title="A task runner has no free thread",
    cause="CL99",
    opening=(
        "resize-photos hangs: only 2 of its tasks run at a time and the others never start, "
        "no limit at all, ThreadPoolTaskRunner(max_workers=2)"
    ),
    names={"flow": "resize-photos"},
    twin_of="tag-waiters-keep-threads",
)


async def break_it(lab: Lab) -> None:
    """Make it so: two threads and four long tasks."""
    flow = SCENARIO.names["flow"]
    await start(lab, "runner_full", flow)

    async def busy() -> bool:
        return [task["state_type"] for task in await lab.task_runs_of(flow)] == ["RUNNING", "RUNNING"]

    await lab.until(busy, "both threads being busy")


async def is_real(lab: Lab) -> bool:
    """Whether two of the four tasks run and the others are not known to the server."""
    return len(await lab.task_runs_of(SCENARIO.names["flow"])) == 2


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says: its code runs beside, and the tasks that go come to their end."""
    said = await do(lab, steps)
    lab.signal_file.touch()
    return said


async def healed(lab: Lab) -> bool:
    """Tell whether all tasks had their turn."""
    flow = SCENARIO.names["flow"]
    return await completed(lab, flow) and await flow_states(lab, flow) == ["COMPLETED"]
