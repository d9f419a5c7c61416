"""Situations around the slots of limits: taken by real code, given back, or left behind."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from bot.lab.installed import Installed
from bot.lab.lab import Lab
from bot.lab.looks import limit_of
from bot.lab.rest import LabFailed
from bot.lab.steps import Steps, carry_out

PROGRAM = "bot.lab.programs.slot_flows"


async def run_flows(
    lab: Lab, kind: str, flow: str, limit: str, *, client: Installed | None = None, **more: Any
) -> int:
    """Run a kind of programs/slot_flows.py in its own process; returns its pid."""
    named = await lab.rest.post("/flows/filter", {"flows": {"name": {"any_": [flow]}}})
    if not {each["id"] for each in named} & set(lab.ledger.made.flows):
        await lab.flow(flow)
    lab.signal_file.unlink(missing_ok=True)
    plan = {"kind": kind, "flow": flow, "limit": limit, "signal": str(lab.signal_file), **more}
    return lab.spawn("-m", PROGRAM, json.dumps(plan), python=client.python if client else "")


async def carry_out_and_end_one(lab: Lab, steps: Steps) -> list[str]:
    """Do what a fix for a starved queue says; where it gives the pool no slot, the first run of it ends."""
    said = await carry_out(lab, steps)
    if not any(command.startswith("prefect work-pool") for command in steps.commands):
        await lab.move(lab.ledger.made.flow_runs[0], "CANCELLING")
    return said


async def until_taken(lab: Lab, limit: str, slots: int = 1, seconds: float = 60) -> None:
    """Wait until that many slots of a limit are taken."""

    async def taken() -> bool:
        return await lab.used(limit) == slots

    await lab.until(taken, f"{limit} being used {slots}", seconds)


async def until_tasks(lab: Lab, flow: str, states: list[str], seconds: float = 60) -> None:
    """Wait until the task runs of a flow have these state names, sorted."""

    async def there() -> bool:
        return sorted(task["state_name"] for task in await lab.task_runs_of(flow)) == states

    await lab.until(there, f"tasks of {flow} being {', '.join(states)}", seconds)


async def pending_tasks_wait(lab: Lab, flow: str) -> None:
    """Remember the pending task runs of a flow as waiting."""
    tasks = await lab.task_runs_of(flow)
    await lab.waits(*(task["id"] for task in tasks if task["state_type"] == "PENDING"), kind="task_runs")


async def until_runs(lab: Lab, flow: str, states: list[str], seconds: float = 60) -> None:
    """Wait until the runs of a flow have these state names, sorted."""

    async def there() -> bool:
        return sorted(run["state_name"] for run in await lab.runs_of(flow)) == states

    await lab.until(there, f"runs of {flow} being {', '.join(states)}", seconds)


async def run_called(lab: Lab, flow: str, name: str) -> str:
    """Return the id of a flow's run by its name."""
    return str(next(run["id"] for run in await lab.runs_of(flow) if run["name"] == name))


async def kill_holder_of_tag(
    lab: Lab, tag: str, flow: str, *, client: Installed | None = None, seconds: float = 60
) -> None:
    """Kill a task that holds the only slot of a tag; its run is marked as Crashed, as a worker does."""
    limit = f"tag:{tag}"
    await lab.limit(limit)
    await run_flows(lab, "tag_holds", flow, limit, client=client)
    await until_tasks(lab, flow, ["Running"], seconds)
    await until_taken(lab, limit)
    lab.kill_processes()
    if await lab.move(await run_called(lab, flow, "first"), "CRASHED") != "ACCEPT":
        raise LabFailed(f"{lab.scenario}: the killed run could not be marked as Crashed")


async def task_waits_for_tag(lab: Lab, tag: str, flow: str) -> None:
    """Run a task that waits for the slot of a killed one, and remember it as waiting."""
    await run_flows(lab, "tag_waits", flow, f"tag:{tag}")
    await until_tasks(lab, flow, ["Pending", "Running"])
    await pending_tasks_wait(lab, flow)


async def remember_waiting(lab: Lab, flow: str, name: str = "second") -> None:
    """Remember a run that waits inside of `concurrency()`."""

    async def running() -> bool:
        runs = {run["name"]: run["state_type"] for run in await lab.runs_of(flow)}
        return runs.get(name) == "RUNNING"

    await lab.until(running, f"run {name} of {flow} being Running", 60)
    await lab.waits(await run_called(lab, flow, name))


async def tasks_tagged(lab: Lab, tag: str) -> list[Any]:
    """Return the task runs that bear a tag."""
    found: list[Any] = await lab.rest.post("/task_runs/filter", {"task_runs": {"tags": {"all_": [tag]}}})
    return found


async def until_old(lab: Lab, limit: str, seconds: float = 12) -> None:
    """Wait until a limit was made that long ago: one made this moment proves nothing yet."""
    made = datetime.fromisoformat((await limit_of(lab, limit))["created"])
    await asyncio.sleep(max(0.0, seconds - (datetime.now(UTC) - made).total_seconds()))


async def was_acquired(lab: Lab, limit: str, times: int = 1) -> bool:
    """Whether code took a slot of a limit that many times, as its events tell."""
    return len(await slot_events(lab, limit, "acquired")) >= times


async def slot_events(lab: Lab, limit: str, what: str) -> list[Any]:
    """Return the stored events of a limit's slots that were acquired or released."""
    own = (await limit_of(lab, limit))["id"]
    wanted = {
        "event": {"name": [f"prefect.concurrency-limit.{what}"]},
        "resource": {"id": [f"prefect.concurrency-limit.{own}"]},
    }
    found: list[Any] = (await lab.rest.post("/events/filter", {"filter": wanted, "limit": 50}))["events"]
    return found


async def until_acquired(lab: Lab, limit: str, times: int = 1) -> None:
    """Wait until the events of taken slots are stored."""
    await lab.until(lambda: was_acquired(lab, limit, times), f"{times} events of slots of {limit}", 60)


async def run_as_new_code(lab: Lab, steps: Steps) -> list[str]:
    """Carry out the steps, their snippet in place of code that ended, and remember the flows it makes."""
    before = await _flows(lab)
    try:
        return await carry_out(lab, steps)
    finally:
        lab.ledger.made.flows += sorted(await _flows(lab) - before)
        lab.ledger.save()


async def _flows(lab: Lab) -> set[str]:
    return {flow["id"] for flow in await lab.rest.post("/flows/filter", {"limit": 200})}
