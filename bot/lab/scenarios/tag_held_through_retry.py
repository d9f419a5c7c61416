"""A tagged task waits a day for its retry and keeps the tag's slot, as Prefect means it."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.scenario import Scenario
from bot.lab.slots import pending_tasks_wait, run_as_new_code, run_flows, until_tasks
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="tag-held-through-retry",
    title="A task keeps the tag's slot while it waits for its retry",
    cause="CL29",
    opening="Nothing with the tag partner-api is running, but the next task stays Pending",
    twin_of="tag-reset-leak",
    untried={1: "pause-holds-global tries it: here no run is paused"},
    since="3.4.19",
    names={"tag": "partner-api", "flow": "sync-partner"},
)


async def break_it(lab: Lab) -> None:
    """Make it so: the first task failed and waits for its retry, the second is Pending."""
    names = SCENARIO.names
    await lab.limit(f"tag:{names['tag']}")
    await run_flows(lab, "retrying", names["flow"], f"tag:{names['tag']}")
    await until_tasks(lab, names["flow"], ["AwaitingRetry", "Pending"])
    await pending_tasks_wait(lab, names["flow"])


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    states = sorted(task["state_name"] for task in await lab.task_runs_of(SCENARIO.names["flow"]))
    return states == ["AwaitingRetry", "Pending"] and await lab.used(f"tag:{SCENARIO.names['tag']}") == 1


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """End the code that holds the slot through its retry, and run the reply's code in its place."""
    tag = SCENARIO.names["tag"]
    lab.kill_processes()
    await lab.rest.post(f"/concurrency_limits/tag/{tag}/reset", {})
    await lab.rest.patch(f"/v2/concurrency_limits/tag:{tag}", {"active_slots": 0})
    return await run_as_new_code(lab, steps)


async def healed(lab: Lab) -> bool:
    """Whether the code took its slot and gave it back."""
    runs = await lab.runs_of("retried")
    return bool(runs) and await lab.used(f"tag:{SCENARIO.names['tag']}") == 0
