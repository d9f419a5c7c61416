"""A queue's limit was set without --pool, and another pool's queue of that name got it."""

from __future__ import annotations

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import live_runs, queue_of
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario
from bot.lab.steps import run_line

SCENARIO = Scenario(
    name="queue-limit-of-other-pool",
    title="A queue's limit went to another pool",
    cause="CL89",
    opening=(
        "I ran `prefect work-queue set-concurrency-limit default 2` for render-pool,"
        " but three of its runs run at once"
    ),
    names={"pool": "render-pool", "other": "archive-pool", "deployment": "render/prod"},
    twin_of="queue-full",
    server={},
    slow=True,
)


async def break_it(lab: Lab) -> None:
    """Make it so: the person's own command, run as written; then three runs at once."""
    names = SCENARIO.names
    await lab.pool(names["other"])
    await lab.pool(names["pool"])
    await run_line(lab, "prefect work-queue set-concurrency-limit default 2")
    if not await _in_the_other(lab):
        raise LabFailed(f"{SCENARIO.name}: the command changed the right queue")
    deployment = await lab.deployment(names["deployment"], names["pool"])
    await lab.worker(names["pool"], name="render-worker")
    runs = [await lab.run(deployment, seconds=A_DAY, name=f"render-{number}") for number in (1, 2, 3)]
    for run in runs:
        await lab.until_run(run, "Running")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    return await _in_the_other(lab) and len(await live_runs(lab)) == 3


async def healed(lab: Lab) -> bool:
    """Tell whether the limit stands where it was meant to."""
    return await _limits(lab) == (2, None)


async def _in_the_other(lab: Lab) -> bool:
    return await _limits(lab) == (None, 2)


async def _limits(lab: Lab) -> tuple[int | None, int | None]:
    own, other = [await queue_of(lab, SCENARIO.names[pool], "default") for pool in ("pool", "other")]
    return own["concurrency_limit"], other["concurrency_limit"]
