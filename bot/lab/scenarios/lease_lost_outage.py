"""The API was away for longer than leases live; its leases are kept on disk."""

from __future__ import annotations

from contextlib import suppress

from bot.lab.lab import Lab
from bot.lab.lease_situations import (
    NOTICED,
    end_holders,
    losses,
    run_disturbed,
    snippet_kept_its_lease,
    start_holder,
    until_lost,
    until_mended_ended,
    until_used,
)
from bot.lab.rest import LabFailed
from bot.lab.restart import restart_server
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="lease-lost-outage",
    title="The API was away for longer than the leases",
    cause="CL42",
    opening="Runs logged 'Concurrency lease renewal failed - slots are no longer reserved'. What happened?",
    answers={"lease_failure_shape": "api_down"},
    names={"limit": "geo-index", "other": "geo-tiles", "flow": "geo-refresh"},
    server={
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem"
    },
    twin_of="lease-lost-restart",
    slow=True,
)
NAMES = SCENARIO.names
LIMITS = (NAMES["limit"], NAMES["other"])
AWAY = 75.0  # s; with the time a server needs to start longer than a lease of 60 s
PATIENCE = 300
TRIES = 3


async def break_it(lab: Lab) -> None:
    """Make it so: a flow's code and a task's code hold slots; the server is away."""
    for limit in LIMITS:
        await lab.limit(limit)
    await start_holder(lab, NAMES["flow"], "index-world", LIMITS[0], patience=PATIENCE)
    await start_holder(lab, NAMES["flow"], "draw-tiles", LIMITS[1], place="task", patience=PATIENCE)
    await until_used(lab, dict.fromkeys(LIMITS, 1))
    await outage(lab)


async def outage(lab: Lab) -> None:
    """Take the server away until both leases are lost: a renewal may come before it takes them back."""
    for _ in range(TRIES):
        await restart_server(lab, away=AWAY)
        with suppress(LabFailed):
            await until_lost(lab, NAMES["flow"], 2, NOTICED)
            return
    raise LabFailed(f"{lab.scenario}: both leases outlived {TRIES} outages")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: both runs work, the server took their slots back."""
    states = [run["state_type"] for run in await lab.runs_of(NAMES["flow"])]
    counted = [await lab.used(limit) for limit in LIMITS]
    return states == ["RUNNING"] * 2 and counted == [0, 0] and len(await losses(lab, NAMES["flow"])) == 2


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Run the reply's snippet in the place of one of the runs; the server is away for as long."""
    await end_holders(lab, NAMES["flow"])
    await run_disturbed(lab, steps, "work", disturbance="block", seconds=int(AWAY) + 60)
    await until_used(lab, {LIMITS[0]: 1})
    await restart_server(lab, away=AWAY)
    await until_used(lab, {LIMITS[0]: 1}, 5)
    await until_mended_ended(lab)
    return []


healed = snippet_kept_its_lease
