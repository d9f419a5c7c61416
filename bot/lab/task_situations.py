"""Situations of flows whose tasks wait: programs/waiting_flows.py."""

from __future__ import annotations

import asyncio
import json

from bot.lab.code_situations import flow_exists
from bot.lab.lab import Lab

PROGRAM = "bot.lab.programs.waiting_flows"
STAYS = 6.0  # s; longer than any task of the program works


async def run_tasks(
    lab: Lab, kind: str, flow: str, *, python: str = "", log_level: str = "INFO", **more: object
) -> None:
    """Run a kind of programs/waiting_flows.py in its own process; `python` is that of another release."""
    if not await flow_exists(lab, flow):
        await lab.flow(flow)
    plan = {"kind": kind, "flow": flow, **more}
    lab.spawn("-m", PROGRAM, json.dumps(plan), python=python, PREFECT_LOGGING_LEVEL=log_level)


async def until_tasks_stay(lab: Lab, flow: str, states: list[str]) -> None:
    """Wait until the task runs of a flow have these state types, sorted, and still have them later."""

    async def there() -> bool:
        return sorted(task["state_type"] for task in await lab.task_runs_of(flow)) == states

    await lab.until(there, f"tasks of {flow} being {', '.join(states)}", 90)
    await asyncio.sleep(STAYS)
    await lab.until(there, f"tasks of {flow} staying {', '.join(states)}", 1)
