"""Runs that hold slots with short leases, how they lose them, and how a snippet fares in their place."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.lab.lab import Lab
from bot.lab.releases import installed
from bot.lab.rest import LabFailed
from bot.lab.restart import own_server
from bot.lab.steps import Steps

LOST = "Concurrency lease renewal failed"
LEASE = 60  # the shortest that Prefect grants, s
NOTICED = 60.0  # s; a lease is renewed after 45 s
Row = Mapping[str, Any]


async def start_holder(lab: Lab, flow: str, role: str, limit: str, **plan: object) -> int:
    """Start a run that takes a slot of a limit and keeps it until told to end; returns its pid.

    `plan`: see programs/lease_flows.py; `python` is that of another Prefect release, `through` another
    address of the API.
    """
    await _flow_once(lab, flow)
    python, address = str(plan.pop("python", "")), str(plan.pop("through", lab.api_url))
    whole = {"flow": flow, "role": role, "limit": limit, "signal": str(lab.signal_file), **plan}
    program = "bot.lab.programs.lease_flows"
    return lab.spawn("-m", program, json.dumps(whole), python=python, PREFECT_API_URL=address)


async def _flow_once(lab: Lab, flow: str) -> None:
    if not await lab.rest.post("/flows/filter", {"flows": {"name": {"any_": [flow]}}}):
        await lab.flow(flow)


async def until_used(lab: Lab, limits: Mapping[str, int], seconds: float = 60) -> None:
    """Wait until these limits count exactly so many slots."""

    async def so() -> bool:
        return all([await lab.used(limit) == slots for limit, slots in limits.items()])

    await lab.until(so, f"slots {dict(limits)}", seconds)


async def losses(lab: Lab, flow: str) -> list[Row]:
    """Return the log lines of lost leases in the runs of a flow, oldest first."""
    runs = [run["id"] for run in await lab.runs_of(flow)]
    wanted = {"flow_run_id": {"any_": runs}, "level": {"ge_": 30}}
    body = {"logs": wanted, "sort": "TIMESTAMP_ASC", "limit": 200}
    return [row for row in await lab.rest.post("/logs/filter", body) if LOST in row["message"]]


async def until_lost(lab: Lab, flow: str, number: int, seconds: float = NOTICED + 30) -> None:
    """Wait until so many leases of a flow's runs are told to be lost."""

    async def told() -> bool:
        return len(await losses(lab, flow)) >= number

    await lab.until(told, f"{number} lost leases", seconds)


async def until_told_for(lab: Lab, flow: str, seconds: float) -> None:
    """Wait until the newest loss is so many seconds old."""
    newest = max(datetime.fromisoformat(row["timestamp"]) for row in await losses(lab, flow))
    await asyncio.sleep(max(0.0, seconds - (datetime.now(UTC) - newest).total_seconds()))


async def freeze(lab: Lab, pid: int, limits: Mapping[str, int]) -> None:
    """Stop a process until the server took its slots back, as a suspended machine is; then let it go on."""
    os.kill(pid, signal.SIGSTOP)
    try:
        await until_used(lab, limits, 2 * LEASE)
    finally:
        os.kill(pid, signal.SIGCONT)


async def end_holders(lab: Lab, flow: str) -> None:
    """Tell the runs of a flow to end, and wait until they have."""
    lab.signal_file.touch()

    async def ended() -> bool:
        return all(run["state_type"] in {"COMPLETED", "CRASHED", "FAILED"} for run in await lab.runs_of(flow))

    await lab.until(ended, "the runs ending", 60)
    lab.signal_file.unlink()


async def run_disturbed(lab: Lab, steps: Steps, call: str, **disturbed: object) -> int:
    """Run a reply's snippet whose function `call` does what disturbed the faulty run; returns its pid.

    `disturbed`: disturbance, seconds and lease, see programs/lease_snippet.py; `python` is that of another
    Prefect release.
    """
    file = Path(lab.directory) / "made" / f"{lab.scenario.replace('-', '_')}_snippet.py"
    file.write_text(steps.snippet or "", encoding="utf-8")
    flow = f"{lab.scenario}-mended"
    await _flow_once(lab, flow)
    python = str(disturbed.pop("python", ""))
    plan = {"file": str(file), "call": call, "flow": flow, "signal": str(lab.signal_file), **disturbed}
    return lab.spawn("-m", "bot.lab.programs.lease_snippet", json.dumps(plan), python=python)


async def no_lease_is_lost(lab: Lab, flow: str, seconds: float = NOTICED) -> None:
    """Wait until every lease of 60 s was renewed; raises LabFailed when one was lost meanwhile."""
    before = len(await losses(lab, flow))
    await asyncio.sleep(seconds)
    if len(await losses(lab, flow)) != before:
        raise LabFailed(f"{lab.scenario}: a lease was lost again")


async def until_mended_ended(lab: Lab, seconds: float = 150) -> None:
    """Wait until the run of the reply's snippet has ended."""

    async def ended() -> bool:
        return [run["state_type"] for run in await mended_runs(lab)] in (
            ["COMPLETED"],
            ["CRASHED"],
            ["FAILED"],
        )

    await lab.until(ended, "the snippet ending", seconds)


async def mended_runs(lab: Lab) -> Sequence[Row]:
    """Return the runs of the reply's snippet."""
    return await lab.runs_of(f"{lab.scenario}-mended")


async def snippet_kept_its_lease(lab: Lab) -> bool:
    """Whether the snippet's run ended well and no lease of it was lost."""
    runs = await mended_runs(lab)
    done = bool(runs) and all(run["state_type"] == "COMPLETED" for run in runs)
    return done and not await losses(lab, f"{lab.scenario}-mended")


async def older_server(lab: Lab, release: str) -> None:
    """Put a new server of an older release in the place of the lab's own."""
    server = own_server(lab)
    await asyncio.to_thread(server.stop)
    server.installed = await asyncio.to_thread(installed, release)
    server.home = server.home.with_name(f"server-{release}")
    server.home.mkdir()
    (server.home / "prefect.db").touch()  # an empty database is filled by the old release
    server.start()
    await server.wait_ready()
