"""`concurrency-limit reset` dropped the leases of a tag but not its count."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.looks import tag_holders, waiting_states
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="tag-reset-leak",
    title="A reset left the tag's count too high",
    cause="CL20",
    opening=(
        "I ran prefect concurrency-limit reset s3-upload and now tasks tagged s3-upload never "
        "leave Pending, inspect shows no active task runs"
    ),
    since="3.4.19",
    untried={1: "it is for servers before 3.4.19, where the limit has no counter"},
    names={"tag": "s3-upload", "flow": "upload-files"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the tag is reset while a task holds it; its count stays, the next task waits."""
    names = SCENARIO.names
    limit = f"tag:{names['tag']}"
    await lab.limit(limit)
    await lab.flows("tag_until_signal", names["flow"], limit)

    async def held() -> bool:
        return await lab.used(limit) == 1

    await lab.until(held, "a task holding the tag")
    await lab.rest.post(f"/concurrency_limits/tag/{names['tag']}/reset", {})
    lab.signal_file.touch()

    async def waiting() -> bool:
        states = sorted(task["state_type"] for task in await lab.task_runs_of(names["flow"]))
        return states == ["COMPLETED", "PENDING"]

    await lab.until(waiting, "the next task waiting for the leaked slot")
    tasks = await lab.task_runs_of(names["flow"])
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault."""
    tag = SCENARIO.names["tag"]
    pending = await waiting_states(lab) == {"Pending"}
    return pending and await lab.used(f"tag:{tag}") == 1 and not await tag_holders(lab, tag)
