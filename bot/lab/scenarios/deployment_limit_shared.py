"""A deployment of which nothing runs waits: another one shares its limit, and took the only slot."""

from __future__ import annotations

from bot.lab.deployment_situations import moved_or_cancelled, shown_by_next
from bot.lab.lab import A_DAY, Lab
from bot.lab.looks import AWAITING, limit_of, only_running_is, waiting_states
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps

SCENARIO = Scenario(
    name="deployment-limit-shared",
    title="Two deployments share a limit, and the other one runs",
    cause="CL12",
    opening="No run of wrap-gifts/prod is running, still a new one sits in AwaitingConcurrencySlot. Why?",
    names={
        "pool": "wrap-pool",
        "limit": "wrapping-table",
        "deployment": "wrap-gifts/prod",
        "other": "wrap-books/prod",
        "holder": "books-holder",
    },
    twin_of="deployment-leak",
)


async def break_it(lab: Lab) -> None:
    """Make it so: the other deployment's run holds the only slot, this one's run asks for it."""
    names = SCENARIO.names
    await lab.pool(names["pool"])
    await lab.limit(names["limit"])
    shared = {"global_concurrency_limit_id": (await limit_of(lab, names["limit"]))["id"]}
    deployment, other = [await lab.deployment(names[each], names["pool"]) for each in ("deployment", "other")]
    for each in (deployment, other):
        await lab.rest.patch(f"/deployments/{each}", shared)
    await lab.worker(names["pool"], name="wrap-worker")
    holder = await lab.run(other, seconds=A_DAY, name=names["holder"])
    await lab.until_run(holder, "Running")
    run = await lab.run(deployment, name="gifts-waiting")
    await lab.until_run(run, "AwaitingConcurrencySlot")
    await lab.waits(run)


async def is_real(lab: Lab) -> bool:
    """Whether the other deployment's run holds the only slot and this one's run waits for it."""
    limit = await limit_of(lab, SCENARIO.names["limit"])
    held = limit["active_slots"] == limit["limit"] == 1 and await only_running_is(
        lab, SCENARIO.names["holder"]
    )
    return held and await waiting_states(lab) <= AWAITING | {"Pending"}


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Do what the fix says; with CANCEL_NEW a new run shows whether it is cancelled instead of waiting."""
    return await shown_by_next(lab, steps, "gifts-next")


async def healed(lab: Lab) -> bool:
    """Tell whether what waited started, or nothing waits any more because the server cancels it."""
    return await moved_or_cancelled(lab)
