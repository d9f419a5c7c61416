"""A run in Cancelling takes a while to clean up; its worker is at it, and its slot is still its own."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, deployment_limit, live_runs, waiting_states
from bot.lab.rest import LabFailed
from bot.lab.scenario import Scenario

SCENARIO = Scenario(
    name="deployment-cancelling",
    title="A cancelled run that its worker still ends holds the deployment's slot",
    cause="CL12",
    opening="I cancelled the old run of parse-fax/prod, but the next ones stay AwaitingConcurrencySlot",
    twin_of="deployment-stuck-cancelling",
    untried={1: "deployment-full tries it"},
    silent=True,
    names={"pool": "fax-pool", "deployment": "parse-fax/prod", "holder": "fax-cancelled"},
)
SILENCE = 14  # s; longer than the bot waits here before it doubts a run in Cancelling


async def break_it(lab: Lab) -> None:
    """Make it so: a run whose code cleans up for long is cancelled, and another asks for its slot."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    deployment = await lab.deployment(names["deployment"], names["pool"], limit=1)
    await lab.worker(names["pool"], name="fax-worker")
    holder = await lab.run(deployment, seconds=A_DAY, name=names["holder"], cleanup_seconds=A_DAY)
    await lab.until_run(holder, "Running")
    if await lab.move(holder, "CANCELLING") != "ACCEPT":
        raise LabFailed(f"{SCENARIO.name}: the run could not be cancelled")
    run = await lab.run(deployment, name="fax-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)

    async def old() -> bool:
        since = (await lab.rest.get(f"/flow_runs/{holder}"))["state"]["timestamp"]
        return (datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds() > SILENCE

    await lab.until(old, "the run being in Cancelling for a while")


async def is_real(lab: Lab) -> bool:
    """Whether the server shows it."""
    states = {run["name"]: run["state_type"] for run in await live_runs(lab)}
    limit = await deployment_limit(lab)
    full = limit["active_slots"] == limit["limit"] == 1
    return full and states[SCENARIO.names["holder"]] == "CANCELLING" and await waiting_states(lab) <= AWAITING
