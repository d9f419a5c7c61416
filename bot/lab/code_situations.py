"""Situations of flows whose own code is at fault: programs/code_flows.py, started and waited for."""

from __future__ import annotations

import json

from bot.engine.releases import older
from bot.lab.lab import Lab
from bot.lab.slots import run_as_new_code
from bot.lab.steps import Steps, carry_out

PROGRAM = "bot.lab.programs.code_flows"
REASONS_SINCE = "3.7.8"


async def start(lab: Lab, kind: str, flow: str, limit: str = "", **more: object) -> int:
    """Run a kind of programs/code_flows.py in its own process; returns its pid."""
    if not await flow_exists(lab, flow):
        await lab.flow(flow)
    plan = {"kind": kind, "flow": flow, "limit": limit, "signal": str(lab.signal_file), **more}
    return lab.spawn("-m", PROGRAM, json.dumps(plan))


async def flow_exists(lab: Lab, flow: str) -> bool:
    """Whether the server knows a flow of that name."""
    return bool(await lab.rest.post("/flows/filter", {"flows": {"name": {"any_": [flow]}}}))


async def until_held(lab: Lab, limit: str, slots: int = 1) -> None:
    """Wait until so many slots of a limit are taken."""

    async def held() -> bool:
        return await lab.used(limit) == slots

    await lab.until(held, f"{slots} slots of {limit} being taken", 90)


async def until_failed(lab: Lab, flow: str) -> None:
    """Wait until a run of the flow failed."""

    async def failed() -> bool:
        return any(run["state_type"] == "FAILED" for run in await lab.runs_of(flow))

    await lab.until(failed, f"a run of {flow} failing")


async def completed(lab: Lab, flow: str) -> bool:
    """Whether a run of the flow completed."""
    return any(run["state_type"] == "COMPLETED" for run in await lab.runs_of(flow))


async def run_again(lab: Lab, kind: str, flow: str, limit: str, **more: object) -> None:
    """Run the flow again with its code as the fix says, until it completed."""
    await start(lab, kind, flow, limit, **more)

    async def done() -> bool:
        return await completed(lab, flow)

    await lab.until(done, f"{flow} completing", 120)


async def end_code(lab: Lab, flow: str, *limits: str) -> None:
    """End the faulty process, mark its runs as Crashed and give their slots back, as its owner would."""
    lab.kill_processes()
    for run in await lab.runs_of(flow):
        if run["state_type"] == "RUNNING":
            await lab.move(run["id"], "CRASHED")
    for limit in limits:
        await lab.empty(limit)


async def says(lab: Lab, flow: str, words: str) -> bool:
    """Whether the newest failed run of the flow ended with a message that holds these words."""
    failed = [run for run in await lab.runs_of(flow) if run["state_type"] == "FAILED"]
    return bool(failed) and words in failed[-1]["state"]["message"]


async def refused(lab: Lab, flow: str, why: str) -> bool:
    """Whether the newest failed run of the flow got no slot for this reason; older clients give none."""
    silent = older(lab.release, REASONS_SINCE) and await says(lab, flow, "Unable to acquire concurrency")
    return silent or await says(lab, flow, why)


async def do(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says, and remember the flows that its snippet brings, to remove them later."""
    return await (run_as_new_code(lab, steps) if steps.snippet else carry_out(lab, steps))
