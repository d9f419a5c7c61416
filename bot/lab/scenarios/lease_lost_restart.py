"""A server that keeps its leases in memory was restarted while runs held slots."""

from __future__ import annotations

from bot.lab.lab import Lab
from bot.lab.lease_situations import (
    end_holders,
    losses,
    no_lease_is_lost,
    start_holder,
    until_lost,
    until_told_for,
    until_used,
)
from bot.lab.looks import tag_holders
from bot.lab.restart import own_server, restart_server
from bot.lab.scenario import Scenario
from bot.lab.steps import Steps, carry_out

SCENARIO = Scenario(
    name="lease-lost-restart",
    title="The server forgot its leases in a restart",
    cause="CL40",
    opening="Runs logged 'Concurrency lease renewal failed - slots are no longer reserved'. What happened?",
    names={"limit": "crm-api-writes", "other": "crm-api-reads", "tag": "crm-rows", "flow": "crm-push"},
    server={},
    slow=True,
    untried={1: "it is for those without a connection"},
)
NAMES = SCENARIO.names
LIMITS = (NAMES["limit"], NAMES["other"], f"tag:{NAMES['tag']}")
# The default margin of a lease of 60 s, two rounds of the server that takes back slots, and some more.
SURELY_LAPSED = 50.0


async def break_it(lab: Lab) -> None:
    """Make it so: a flow's code, a task's code and a tagged task hold slots; the server is restarted."""
    for limit in LIMITS:
        await lab.limit(limit)
    await hold(lab)
    await restart_server(lab)
    await until_lost(lab, NAMES["flow"], 2)
    await until_told_for(lab, NAMES["flow"], SURELY_LAPSED)


async def hold(lab: Lab) -> None:
    """Take a slot of each limit."""
    patience = {"patience": 200}
    await start_holder(lab, NAMES["flow"], "push-orders", NAMES["limit"], **patience)
    await start_holder(lab, NAMES["flow"], "pull-orders", NAMES["other"], place="task", **patience)
    await start_holder(lab, NAMES["flow"], "load-rows", LIMITS[2], place="tag", **patience)
    await until_used(lab, dict.fromkeys(LIMITS, 1))


async def is_real(lab: Lab) -> bool:
    """Whether the server shows the fault: two runs say so, none holds a lease, all slots are counted."""
    whose = sorted(row["name"] for row in await losses(lab, NAMES["flow"]))
    counted = [await lab.used(limit) for limit in LIMITS]
    forgotten = not await tag_holders(lab, NAMES["tag"])
    return whose == ["prefect.flow_runs", "prefect.task_runs"] and counted == [1, 1, 1] and forgotten


async def heal(lab: Lab, steps: Steps) -> list[str]:
    """Let the runs end, which leaves the slots taken, and do what the reply says.

    Where that is the setting, new runs are started and the server is restarted once more.
    """
    await end_holders(lab, NAMES["flow"])
    said = await carry_out(lab, steps)
    if own_server(lab).settings:
        for limit in LIMITS:  # the reply's first fix, tried by itself
            await lab.rest.patch(f"/v2/concurrency_limits/{limit}", {"active_slots": 0})
        await hold(lab)
        await restart_server(lab)
        await no_lease_is_lost(lab, NAMES["flow"])
        await end_holders(lab, NAMES["flow"])
    return said


async def healed(lab: Lab) -> bool:
    """Whether no slot is taken once the runs have ended."""
    return [await lab.used(limit) for limit in LIMITS] == [0, 0, 0]
