"""What the fixes of a full deployment do, in the scenarios of such deployments."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.steps import Steps, carry_out


async def shown_by_next(lab: Lab, steps: Steps, name: str) -> list[str]:
    """Carry out a fix; with CANCEL_NEW a new run shows whether it is cancelled instead of waiting."""
    said = await carry_out(lab, steps)
    if await _strategy(lab) == "CANCEL_NEW":
        await lab.waits(await lab.run(lab.ledger.made.deployments[0], name=name))
    return said


async def moved_or_cancelled(lab: Lab) -> bool:
    """Tell whether what waited started, or nothing waits any more because the server cancels it."""
    if await _strategy(lab) != "CANCEL_NEW":
        return await lab.all_moved()
    ids = [each for _, each, _ in lab.ledger.made.waiting]
    states = [(await lab.rest.get(f"/flow_runs/{each}"))["state"] for each in ids]
    reached = all(state["message"] == "Deployment concurrency limit reached." for state in states)
    return reached and {state["type"] for state in states} == {"CANCELLED"}


async def _strategy(lab: Lab) -> str | None:
    deployment = await lab.rest.get(f"/deployments/{lab.ledger.made.deployments[0]}")
    return (deployment["concurrency_options"] or {}).get("collision_strategy")
