"""A run's process was suspended for longer than its lease lived, and strict=True ended the run for it."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import (
    end_holders,
    freeze,
    losses,
    mended_runs,
    run_disturbed,
    start_holder,
    until_lost,
    until_mended_ended,
    until_used,
)
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="lease-lost-frozen",
    title="A suspended process lost its lease",
    cause="CL43",
    opening="close-emea crashed: 'Execution was cancelled by the runtime environment.' It holds the limit "
    "ledger-lock. Was that the reason?",
    names={"limit": "ledger-lock", "flow": "close-books", "run": "close-emea"},
    twin_of="lease-lost-restart",
    slow=True,
    untried={
        0: "a suspended machine suspends the other process too; lease-lost-held-interpreter tries it",
        1: "lease-lost-held-interpreter tries it",
        3: "it is for the lease of a deployment or a tag",
    },
)
NAMES = SCENARIO.names
LONG = 110  # s; longer than the process is frozen and its lease is missed


async def break_it(lab: Lab) -> None:
    """Make it so: of two runs, the strict one is stopped until the server took its slot back."""
    await lab.limit(NAMES["limit"], slots=2)
    await start_holder(lab, NAMES["flow"], "close-apac", NAMES["limit"])
    await until_used(lab, {NAMES["limit"]: 1})
    pid = await start_holder(lab, NAMES["flow"], NAMES["run"], NAMES["limit"], strict=True)
    await until_used(lab, {NAMES["limit"]: 2})
    await freeze(lab, pid, {NAMES["limit"]: 1})
    await until_lost(lab, NAMES["flow"], 1)

    async def crashed() -> bool:
        return any(run["state_type"] == "CRASHED" for run in await lab.runs_of(NAMES["flow"]))

    await lab.until(crashed, "the strict run crashing")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: one run ended for its lease, the other works on."""
    states = sorted(run["state_type"] for run in await lab.runs_of(NAMES["flow"]))
    told = [row["message"] for row in await losses(lab, NAMES["flow"])]
    return states == ["CRASHED", "RUNNING"] and len(told) == 1 and "Terminating execution" in told[0]


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Freeze the reply's snippet in the same way."""
    await end_holders(lab, NAMES["flow"])
    pid = await run_disturbed(lab, steps, "work", lease=60, disturbance="block", seconds=LONG)
    await until_used(lab, {NAMES["limit"]: 1})
    await freeze(lab, pid, {NAMES["limit"]: 0})
    await until_mended_ended(lab)
    return []


async def healed(lab: Lab) -> bool:
    """Whether the snippet's run lost its lease too and ended well all the same."""
    states = [run["state_type"] for run in await mended_runs(lab)]
    told = [row["message"] for row in await losses(lab, f"{lab.scenario}-mended")]
    return states == ["COMPLETED"] and len(told) == 1 and "Execution will continue" in told[0]
